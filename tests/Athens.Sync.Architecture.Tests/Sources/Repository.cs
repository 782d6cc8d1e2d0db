namespace Athens.Sync.Architecture.Tests.Sources;

/// <summary>The tree that these tests judge: found from the test's own place upwards, so that any clone will do.</summary>
internal static class Repository
{
    private static readonly string[] BuildOutput = ["bin", "obj", "artifacts", ".git"];

    public static string Root { get; } = FindRoot();

    /// <summary>The packages, by name: every folder of src/ with a project in it.</summary>
    public static IReadOnlyList<string> Packages { get; } =
        [.. Directory.GetDirectories(Path.Combine(Root, "src")).Select(Path.GetFileName).OfType<string>().Where(HasProject).Order(StringComparer.Ordinal)];

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    public static string Read(params string[] parts) => File.ReadAllText(PathOf(parts)).ReplaceLineEndings("\n");

    /// <summary>Files with the ending, under a folder of the repository, as paths from the root with forward slashes.</summary>
    public static IEnumerable<string> Files(string folder, string pattern)
    {
        var pending = new Stack<string>([PathOf(folder)]);
        while (pending.TryPop(out string? current))
        {
            foreach (string child in Directory.GetDirectories(current).Where(child => !BuildOutput.Contains(Path.GetFileName(child))))
                pending.Push(child);
            foreach (string file in Directory.GetFiles(current, pattern))
                yield return Path.GetRelativePath(Root, file).Replace('\\', '/');
        }
    }

    /// <summary>The C# files under a folder.</summary>
    public static IReadOnlyList<SourceFile> Sources(string folder) =>
        [.. Files(folder, "*.cs").Order(StringComparer.Ordinal).Select(path => new SourceFile(path, Read(path)))];

    private static bool HasProject(string name) => File.Exists(PathOf("src", name, name + ".csproj"));

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Athens.Sync.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"No Athens.Sync.sln above {AppContext.BaseDirectory}.");
    }
}
