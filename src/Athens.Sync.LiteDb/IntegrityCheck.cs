using Athens.Sync.LiteDb.Storage;
using LiteDB;
using LiteDB.Engine;

namespace Athens.Sync.LiteDb;

/// <summary>
/// Reads every row once and compares each index with the rows that it lies over: pages can each be whole and yet not
/// belong together, as when a file was copied while it was written.
/// </summary>
internal static class IntegrityCheck
{
    /// <exception cref="DamagedFileException">An index and its rows do not agree.</exception>
    public static void Run(LiteEngine engine)
    {
        foreach ((string collection, IReadOnlyList<string> columns) in DeviceTables.Indexes)
            Check(engine, collection, [Rows.Id, .. columns]);
    }

    private static void Check(LiteEngine engine, string collection, IReadOnlyList<string> columns)
    {
        List<BsonValue>[] keys = [.. columns.Select(_ => new List<BsonValue>())];
        foreach (BsonDocument row in RowReader.Scan(engine, collection, DeviceQueries.All))
        {
            for (int i = 0; i < keys.Length; i++)
                keys[i].AddRange(KeysOf(row, columns[i]));
        }
        for (int i = 0; i < keys.Length; i++)
            CheckIndex(engine, collection, columns[i], keys[i]);
    }

    private static void CheckIndex(LiteEngine engine, string collection, string column, List<BsonValue> keys)
    {
        IEnumerable<BsonValue> indexed = DeviceTables.IsRare(column)
            ? RowReader.Run(engine, collection, DeviceQueries.Holding(column)).SelectMany(row => KeysOf(row, column))
            : RowReader.Run(engine, collection, DeviceQueries.KeysOf(column)).Select(row => row[column]);
        if (!indexed.SequenceEqual(keys.Order(Collation.Binary)))
            throw new DamagedFileException($"The index {column} of {collection} does not hold what the records say.");
    }

    private static BsonArray KeysOf(BsonDocument row, string column) =>
        !DeviceTables.IsRare(column) ? [row[column]] : row[column].IsArray ? row[column].AsArray : [];
}
