namespace Athens.Sync.Browser.Tests.Hosting;

/// <summary>Where the built projects lie.</summary>
internal static class Repository
{
    private static readonly string Root = FindRoot();

    /// <summary>The configuration that these tests were built in, and so everything that they start.</summary>
    public static string Configuration { get; } = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)))!;

    public static string Project(string folder, string project) => Path.Combine(Root, folder, project);

    public static string Built(string folder, string project, string file) =>
        Path.Combine(Root, folder, project, "bin", Configuration, "net10.0", file) is var path && File.Exists(path)
            ? path
            : throw new FileNotFoundException($"{project} is not built.", path);

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Athens.Sync.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("These tests run within the repository.");
    }
}
