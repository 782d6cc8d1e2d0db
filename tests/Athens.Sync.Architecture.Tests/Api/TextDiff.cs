using System.Text;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace Athens.Sync.Architecture.Tests.Api;

/// <summary>Two texts line by line, as a person reads it: what went with a minus, what came with a plus, and a little around it.</summary>
internal static class TextDiff
{
    private const int Context = 2;
    private const int LinesMax = 80;

    public static string Of(string old, string @new)
    {
        List<DiffPiece> lines = InlineDiffBuilder.Diff(old, @new).Lines;
        var text = new StringBuilder();
        int last = -1;
        int shown = 0;
        for (int i = 0; i < lines.Count; i++)
        {
            if (!IsNearAChange(lines, i))
                continue;
            if (i > last + 1)
                text.Append("  …\n");
            text.Append(Sign(lines[i].Type)).Append(' ').Append(lines[i].Text).Append('\n');
            last = i;
            if (++shown == LinesMax)
                return text.Append("  … and more\n").ToString();
        }

        return text.ToString();
    }

    private static bool IsNearAChange(List<DiffPiece> lines, int index)
    {
        int first = Math.Max(0, index - Context);
        return lines.GetRange(first, Math.Min(lines.Count, index + Context + 1) - first).Exists(line => line.Type != ChangeType.Unchanged);
    }

    private static char Sign(ChangeType type) => type switch
    {
        ChangeType.Inserted => '+',
        ChangeType.Deleted => '-',
        _ => ' ',
    };
}
