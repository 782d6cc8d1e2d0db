using Athens.Sync.Device;
using LiteDB;

namespace Athens.Sync.LiteDb;

/// <summary>The queries of the store. Each goes by an index, so that what it costs does not grow with what lies behind.</summary>
internal static class DeviceQueries
{
    /// <summary>Rows in which a column has one of the values.</summary>
    public static Query In(string column, BsonArray values) => Where(BsonExpression.Create($"$.{column} IN @0", values));

    public static Query Sendable(int count)
    {
        Query query = Where(BsonExpression.Create($"$.{Rows.Sendable} > @0", BsonValue.Null));
        query.OrderBy = BsonExpression.Create($"$.{Rows.Sendable}");
        query.Limit = count;
        return query;
    }

    /// <summary>The replicas of a type that the user sees, in the order of keys.</summary>
    public static Query Replicas(string type)
    {
        (BsonValue first, BsonValue last) = Rows.IdsOf(type);
        Query query = Where(
            BsonExpression.Create($"$.{Rows.Id} BETWEEN @0 AND @1", first, last),
            BsonExpression.Create($"$.{Rows.Visible} = @0", true));
        query.OrderBy = BsonExpression.Create($"$.{Rows.Id}");
        return query;
    }

    /// <summary>The items that a filter takes, in no order.</summary>
    public static Query Outbox(OutboxFilter filter)
    {
        Query query = Where();
        Add(query, Rows.Status, (int?)filter.Status);
        Add(query, Rows.Type, filter.Type);
        Add(query, Rows.Key, filter.Key);
        return query;
    }

    private static Query Where(params BsonExpression[] terms)
    {
        var query = new Query();
        query.Where.AddRange(terms);
        return query;
    }

    private static void Add(Query query, string column, BsonValue? value)
    {
        if (value is { IsNull: false })
            query.Where.Add(BsonExpression.Create($"$.{column} = @0", value));
    }
}
