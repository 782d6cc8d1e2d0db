using LiteDB;
using LiteDB.Engine;

namespace Athens.Sync.LiteDb;

/// <summary>Tells with one look into an index that none of many keys is in it: what is pulled is mostly new, and lies together.</summary>
internal static class KeyRange
{
    /// <summary>So many keys are as well looked up one by one.</summary>
    private const int LookedUpMax = 8;

    /// <summary>True when nothing lies between the least and the greatest of the keys. False says nothing.</summary>
    public static bool IsEmpty(LiteEngine engine, string collection, string column, ICollection<BsonValue> keys) =>
        keys.Count > LookedUpMax
        && RowReader.Run(engine, collection, DeviceQueries.FirstBetween(column, keys.Min(Collation.Binary)!, keys.Max(Collation.Binary)!)).Count == 0;
}
