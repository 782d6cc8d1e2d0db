using LiteDB;
using LiteDB.Engine;

namespace Athens.Sync.LiteDb;

/// <summary>Runs queries and reads their rows to the end, so that no cursor stays open.</summary>
internal static class RowReader
{
    private const int ScanRows = 1_000;

    public static List<BsonDocument> Run(LiteEngine engine, string collection, Query query)
    {
        var rows = new List<BsonDocument>();
        using IBsonDataReader reader = engine.Query(collection, query);
        while (reader.Read())
            rows.Add(reader.Current.AsDocument);
        return rows;
    }

    /// <summary>
    /// Runs a query in order of ids, some rows at a time: LiteDB keeps every page that a query has read in memory until it
    /// ends, and never gives that memory back.
    /// </summary>
    /// <param name="engine">The engine.</param>
    /// <param name="collection">The collection.</param>
    /// <param name="after">Makes the query for the rows whose id is greater; null is before the first.</param>
    public static IEnumerable<BsonDocument> Scan(LiteEngine engine, string collection, Func<BsonValue?, Query> after)
    {
        BsonValue? last = null;
        List<BsonDocument> rows;
        do
        {
            Query query = after(last);
            query.OrderBy = BsonExpression.Create($"$.{Rows.Id}");
            query.Limit = ScanRows;
            rows = Run(engine, collection, query);
            foreach (BsonDocument row in rows)
                yield return row;
            last = rows.LastOrDefault()?[Rows.Id];
        }
        while (rows.Count == ScanRows);
    }
}
