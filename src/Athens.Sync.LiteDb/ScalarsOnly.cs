using LiteDB;
using LiteDB.Engine;

namespace Athens.Sync.LiteDb;

/// <summary>Files of version 1, in which the rare columns were no arrays, and their indexes held every row.</summary>
internal static class ScalarsOnly
{
    public const int Version = 1;

    /// <summary>Brings a collection's rows and indexes over. It may have been begun before, and cut short.</summary>
    public static void Upgrade(LiteEngine engine, string collection, IEnumerable<string> rare)
    {
        foreach (string column in rare)
        {
            List<BsonDocument> rows = [.. RowReader.Run(engine, collection, DeviceQueries.HoldingScalar(column)).Where(row => !row[column].IsArray)];
            foreach (BsonDocument row in rows)
                row[column] = new BsonArray(row[column]);
            engine.DropIndex(collection, column);
            engine.Update(collection, rows);
        }
    }
}
