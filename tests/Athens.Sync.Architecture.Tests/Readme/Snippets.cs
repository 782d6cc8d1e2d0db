using System.Text.RegularExpressions;
using Athens.Sync.Architecture.Tests.Sources;

namespace Athens.Sync.Architecture.Tests.Readme;

/// <summary>
/// Code in a text for readers is taken from code that compiles. A fence under <c>&lt;!-- source: path#name --&gt;</c>
/// equals what stands in that file between <c>// snippet:name</c> and <c>// endsnippet</c>.
/// </summary>
internal static partial class Snippets
{
    public static IEnumerable<Violation> OutOfDate(string path, string text, Func<string, string?> read)
    {
        foreach (Match fence in Fence().Matches(text))
        {
            int line = text.AsSpan(0, fence.Index).Count('\n') + 1;
            string file = fence.Groups["path"].Value;
            string name = fence.Groups["name"].Value;
            string? expected = read(file) is { } source ? Find(source, name) : null;
            if (expected is null)
                yield return new Violation(path, line, $"there is no `// snippet:{name}` … `// endsnippet` in {file}");
            else if (expected != fence.Groups["code"].Value)
                yield return new Violation(path, line, $"the code is not what {file} has as snippet {name}; it must read:\n{expected}");
        }
    }

    private static string? Find(string source, string name)
    {
        string[] lines = source.ReplaceLineEndings("\n").Split('\n');
        int start = Array.FindIndex(lines, line => line.Trim() == $"// snippet:{name}");
        int end = start < 0 ? -1 : Array.FindIndex(lines, start, line => line.Trim() == "// endsnippet");
        return end < 0 ? null : Unindent(lines[(start + 1)..end]);
    }

    private static string Unindent(string[] lines)
    {
        int indent = lines.Where(line => line.Length > 0).Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty().Min();
        return string.Concat(lines.Select(line => (line.Length > 0 ? line[indent..] : "") + "\n"));
    }

    [GeneratedRegex(@"<!-- source: (?<path>[^#\s]+)#(?<name>\S+) -->\n+```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fence();
}
