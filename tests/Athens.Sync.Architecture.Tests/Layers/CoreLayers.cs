namespace Athens.Sync.Architecture.Tests.Layers;

/// <summary>
/// The folders of the core from the bottom up. A folder knows what is on the lines above its own; folders that share
/// a line do not know each other. Types of the root namespace lie in any folder, so the folder decides, not the namespace.
/// </summary>
internal static class CoreLayers
{
    public static readonly string[][] FromTheBottom =
    [
        ["Errors"],
        ["Values"],
        ["Merging"],
        ["Modeling"],
        ["Changes"],
        ["Wire"],
        ["Transport"],
        ["Feed"],
        ["Device", "Server"],
        ["InMemory"],
        [""],
    ];

    /// <summary>The line that a folder is on; null when it is on none.</summary>
    public static int? LevelOf(string folder)
    {
        int level = Array.FindIndex(FromTheBottom, line => line.Contains(folder));
        return level < 0 ? null : level;
    }

    public static bool MayKnow(string folder, string other) => folder == other || LevelOf(folder) > LevelOf(other);

    public static string NameOf(string folder) => folder.Length == 0 ? "the package's root" : folder;
}
