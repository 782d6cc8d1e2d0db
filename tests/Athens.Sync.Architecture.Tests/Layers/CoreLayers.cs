namespace Athens.Sync.Architecture.Tests.Layers;

/// <summary>
/// The folders of the core from the bottom up. A folder knows what is on the lines above its own; folders that share
/// a line do not know each other, and neither do the two sides of the wire. Types of the root namespace lie in any
/// folder, so the folder decides, not the namespace.
/// </summary>
internal static class CoreLayers
{
    public static readonly string[][] FromTheBottom =
    [
        ["Values"],
        ["Errors"],
        ["Merging"],
        ["Modeling"],
        ["Changes"],
        ["Wire"],
        ["Transport"],
        ["Device", "Feed"],
        ["Replica", "Server", "Live"],
        ["Outbox", "Conflicts"],
        ["Client"],
        ["Scheduling"],
        ["InMemory"],
        [""],
    ];

    public static readonly string[] DeviceSide = ["Device", "Replica", "Outbox", "Conflicts", "Live", "Client", "Scheduling"];

    public static readonly string[] ServerSide = ["Feed", "Server"];

    /// <summary>The line that a folder is on; null when it is on none.</summary>
    public static int? LevelOf(string folder)
    {
        int level = Array.FindIndex(FromTheBottom, line => line.Contains(folder));
        return level < 0 ? null : level;
    }

    public static bool MayKnow(string folder, string other) =>
        folder == other || (LevelOf(folder) > LevelOf(other) && !AreAcrossTheWire(folder, other) && !AreAcrossTheWire(other, folder));

    public static string NameOf(string folder) => folder.Length == 0 ? "the package's root" : folder;

    private static bool AreAcrossTheWire(string folder, string other) => DeviceSide.Contains(folder) && ServerSide.Contains(other);
}
