using Athens.Sync.Device;
using LiteDB;

namespace Athens.Sync.LiteDb;

/// <summary>The queries of the store. Each goes by an index, so that what it costs does not grow with what lies behind.</summary>
internal static class DeviceQueries
{
    /// <summary>Rows in which a column has one of the values.</summary>
    public static Query In(string column, BsonArray values) => Where(BsonExpression.Create($"{Any(column)} IN @0", values));

    /// <summary>The first row of which an index holds something between two keys, both of them included.</summary>
    public static Query FirstBetween(string column, BsonValue least, BsonValue greatest)
    {
        Query query = Where(BsonExpression.Create($"{Any(column)} BETWEEN @0 AND @1", least, greatest));
        query.Limit = 1;
        return query;
    }

    /// <summary>The rows that have a value in a rare column, in the order of its index.</summary>
    public static Query Holding(string column) => Where(BsonExpression.Create($"{Any(column)} > @0", BsonValue.Null));

    /// <summary>The rows that have a value in a rare column that is no array, or one that is.</summary>
    public static Query HoldingScalar(string column) => Where(BsonExpression.Create($"$.{column} > @0", BsonValue.Null));

    public static Query Sendable(int count)
    {
        Query query = Where(BsonExpression.Create($"$.{Rows.Sendable} > @0", BsonValue.Null));
        query.OrderBy = BsonExpression.Create($"$.{Rows.Sendable}");
        query.Limit = count;
        return query;
    }

    /// <summary>Every row after an id.</summary>
    public static Query All(BsonValue? after) => Where(BsonExpression.Create($"$.{Rows.Id} > @0", after ?? BsonValue.Null));

    /// <summary>The replicas that a filter takes, after an id.</summary>
    public static Query Replicas(ReplicaFilter filter, BsonValue? after)
    {
        (BsonValue first, BsonValue end) = Rows.IdsOf(filter.Type);
        BsonValue next = after is null ? first : after.AsString + "\0";
        Query query = Where(BsonExpression.Create($"$.{Rows.Id} BETWEEN @0 AND @1", next, end));
        if (!filter.IncludesHidden)
            query.Where.Add(BsonExpression.Create($"$.{Rows.Visible} = @0", true));
        return query;
    }

    /// <summary>The items that a filter without a status takes, after an id.</summary>
    public static Query Outbox(OutboxFilter filter, BsonValue? after) => Narrowed(All(after), filter);

    /// <summary>The items of a status that a filter takes, in no order.</summary>
    public static Query Outbox(OutboxFilter filter, OutboxStatus status) =>
        Narrowed(Where(BsonExpression.Create($"$.{Rows.Status} = @0", (int)status)), filter);

    /// <summary>The keys of an index, in its order.</summary>
    public static Query KeysOf(string column)
    {
        BsonExpression path = BsonExpression.Create($"$.{column}");
        return new Query { Select = path, OrderBy = path };
    }

    private static string Any(string column) => DeviceTables.IsRare(column) ? $"{DeviceTables.PathOf(column)} ANY" : DeviceTables.PathOf(column);

    private static Query Where(params BsonExpression[] terms)
    {
        var query = new Query();
        query.Where.AddRange(terms);
        return query;
    }

    private static Query Narrowed(Query query, OutboxFilter filter)
    {
        if (filter.Type is not null)
            query.Where.Add(BsonExpression.Create($"$.{Rows.Type} = @0", filter.Type));
        if (filter.Key is not null)
            query.Where.Add(BsonExpression.Create($"$.{Rows.Key} = @0", filter.Key));
        return query;
    }
}
