using Athens.Sync.LiteDb.Storage;
using LiteDB;
using LiteDB.Engine;

namespace Athens.Sync.LiteDb;

/// <summary>
/// Reads a whole file once, so that damage is met when the store is opened and not in the middle of a command: each record
/// by its checksum, each column by the record that it stands for, each index by the columns that it lies over.
/// </summary>
internal static class IntegrityCheck
{
    /// <exception cref="DamagedFileException">Something is not as it was written.</exception>
    public static void Run(LiteEngine engine)
    {
        Check(engine, DeviceTables.Device, row => Rows.Of(Rows.State(row)));
        Check(engine, DeviceTables.Replicas, row => Rows.Of(Rows.Replica(row)));
        Check(engine, DeviceTables.Outbox, row => Rows.Of(Rows.Item(row)));
    }

    private static void Check(LiteEngine engine, string collection, Func<BsonDocument, BsonDocument> remake)
    {
        IReadOnlyList<string> columns = [Rows.Id, .. DeviceTables.Indexes[collection]];
        List<BsonValue>[] keys = [.. columns.Select(_ => new List<BsonValue>())];
        foreach (BsonDocument row in Read(engine, collection, new Query()))
        {
            CheckColumns(row, remake(row));
            for (int i = 0; i < keys.Length; i++)
                keys[i].Add(row[columns[i]]);
        }
        for (int i = 0; i < keys.Length; i++)
            CheckIndex(engine, collection, columns[i], keys[i]);
    }

    // The JSON is left out: a later release may write a record with more in it, and that is no damage.
    private static void CheckColumns(BsonDocument row, BsonDocument remade)
    {
        foreach ((string column, BsonValue value) in remade)
        {
            if (!value.IsBinary && column != Rows.Sum && row[column] != value)
                throw new DamagedFileException($"The column {column} of the record {row[Rows.Id]} is not what was written.");
        }
    }

    private static void CheckIndex(LiteEngine engine, string collection, string column, List<BsonValue> keys)
    {
        BsonExpression path = BsonExpression.Create($"$.{column}");
        IEnumerable<BsonValue> indexed = Read(engine, collection, new Query { Select = path, OrderBy = path }).Select(row => row[column]);
        if (!indexed.SequenceEqual(keys.Order(Collation.Binary)))
            throw new DamagedFileException($"The index {column} of {collection} does not hold what the records say.");
    }

    private static IEnumerable<BsonDocument> Read(LiteEngine engine, string collection, Query query)
    {
        using IBsonDataReader reader = engine.Query(collection, query);
        while (reader.Read())
            yield return reader.Current.AsDocument;
    }
}
