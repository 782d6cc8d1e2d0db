using LiteDB;
using LiteDB.Engine;

namespace Athens.Sync.LiteDb;

/// <summary>The collections of a device's store and the indexes over them: what a new file gets.</summary>
internal static class DeviceTables
{
    public const string Device = "device";
    public const string Replicas = "replicas";
    public const string Outbox = "outbox";

    /// <summary>The form of the rows. A file of a later one is left alone.</summary>
    public const int Version = 2;

    private const string UserVersion = "USER_VERSION";

    /// <summary>The columns of each collection that an index lies over, beside the id.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Indexes { get; } = new Dictionary<string, IReadOnlyList<string>>
    {
        [Device] = [],
        [Replicas] = [Rows.Awaits],
        [Outbox] = [Rows.Open, Rows.Sendable, Rows.BlockedBy, Rows.Status],
    };

    /// <summary>
    /// True for a column that few rows have a value in. It is kept as an array, of which LiteDB indexes the elements: of a row without a value the
    /// index then holds nothing, and so costs nothing to write.
    /// </summary>
    public static bool IsRare(string column) => column is Rows.Awaits or Rows.BlockedBy;

    /// <summary>What of a row an index holds.</summary>
    public static string PathOf(string column) => IsRare(column) ? $"$.{column}[*]" : $"$.{column}";

    /// <summary>Makes what is missing: all of it in a new file, the rest in one whose making was cut short or that an earlier release made.</summary>
    public static void Ensure(LiteEngine engine)
    {
        int version = engine.Pragma(UserVersion);
        if (version > Version)
            throw new StoreException(StoreFailure.Corrupt, $"The store's file is of version {version}; this release reads {Version}. It was left as it is.");
        if (version == Version)
            return;
        foreach ((string collection, IReadOnlyList<string> columns) in Indexes)
        {
            if (version == ScalarsOnly.Version)
                ScalarsOnly.Upgrade(engine, collection, columns.Where(IsRare));
            EnsureCollection(engine, collection, columns);
        }
        engine.Pragma(UserVersion, Version);
        engine.Checkpoint();
    }

    private static void EnsureCollection(LiteEngine engine, string collection, IReadOnlyList<string> columns)
    {
        // To insert nothing makes the collection, also where it has no index but the one on the id.
        engine.Insert(collection, [], BsonAutoId.Int64);
        foreach (string column in columns)
            engine.EnsureIndex(collection, column, BsonExpression.Create(PathOf(column)), false);
    }
}
