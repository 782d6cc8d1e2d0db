using System.Runtime.CompilerServices;

namespace Athens.Sync.Tests.Golden;

/// <summary>
/// What an earlier build wrote, checked in. A build that writes another form fails here until the new one is added as the next
/// file, by running with <c>UPDATE_GOLDEN=1</c>; the earlier files stay, for later builds must still read them.
/// </summary>
internal static class GoldenFile
{
    /// <summary>The texts of a format, the oldest first.</summary>
    public static IReadOnlyList<string> All(string format) => [.. Paths(format).Select(File.ReadAllText)];

    /// <summary>Fails when a format is not written as the latest file has it.</summary>
    public static void IsLatest(string format, string written)
    {
        IReadOnlyList<string> paths = Paths(format);
        bool isSame = paths.Count > 0 && File.ReadAllText(paths[^1]) == written;
        if (!isSame && Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(Path.Combine(Folder(), $"{format}.{paths.Count + 1}.json"), written);
            return;
        }
        Assert.True(isSame, $"{format} is written in another form than the latest golden file has: if that is meant, run with UPDATE_GOLDEN=1, which adds the next file.\n{written}");
    }

    private static IReadOnlyList<string> Paths(string format) => [.. Directory.EnumerateFiles(Folder(), $"{format}.*.json").OrderBy(path => path.Length).ThenBy(path => path, StringComparer.Ordinal)];

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
