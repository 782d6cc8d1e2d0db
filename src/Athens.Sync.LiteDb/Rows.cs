using Athens.Sync.Device;
using LiteDB;

namespace Athens.Sync.LiteDb;

/// <summary>
/// The form in which records lie in LiteDB: the record as bytes, and beside it only what queries go by. LiteDB's
/// mapper is never asked.
/// </summary>
internal static class Rows
{
    public const string Id = "_id";
    public const string Revision = "revision";
    public const string Awaits = "awaits";
    public const string Visible = "visible";
    public const string Open = "open";
    public const string Sendable = "sendable";
    public const string BlockedBy = "blocked_by";
    public const string Status = "status";
    public const string Type = "type";
    public const string Key = "key";

    public static readonly BsonValue DeviceId = new(1);

    // 32 bits of LiteDB's limit on keys of 1,023 bytes remain: 128 characters of any script are at most 384.
    private const int KeyBytesMax = 1_000;
    private const string Json = "json";

    /// <summary>A replica's id. No type holds U+0000, so no two entities have the same, and those of one type lie together in order.</summary>
    public static BsonValue IdOf(EntityId id) => id.Type.Contains('\0', StringComparison.Ordinal)
        ? throw new StoreException(StoreFailure.Constraint, "An entity type must not hold U+0000.")
        : Text($"{id.Type}\0{id.Key}");

    public static (BsonValue First, BsonValue Last) IdsOf(string type) => ($"{type}\0", $"{type}\u0001");

    public static BsonValue NameOf(EntityId id) => Text(id.ToString());

    public static BsonDocument Of(DeviceState state, RecordCodec codec) => new()
    {
        [Id] = DeviceId,
        [Revision] = state.Revision,
        [Json] = codec.Write(state),
    };

    public static BsonDocument Of(ReplicaEntity replica, RecordCodec codec) => new()
    {
        [Id] = IdOf(replica.Id),
        [Awaits] = Rare(replica.AwaitsParent ? true : null),
        [Visible] = replica.IsVisible,
        [Json] = codec.Write(replica),
    };

    public static BsonDocument Of(OutboxItem item, RecordCodec codec) => new()
    {
        [Id] = item.Position,
        [Open] = item.IsOpen ? NameOf(item.Entity) : BsonValue.Null,
        [Sendable] = item.SendOrder is { } order ? order : BsonValue.Null,
        [BlockedBy] = Rare(item.BlockedBy is null ? null : Text(item.BlockedBy)),
        [Status] = (int)item.Status,
        [Type] = item.Change.Entity,
        [Key] = item.Change.ServerId,
        [Json] = codec.Write(item),
    };

    public static DeviceState State(BsonDocument row, RecordCodec codec) => codec.ReadState(row[Json].AsBinary);

    public static ReplicaEntity Replica(BsonDocument row, RecordCodec codec)
    {
        string[] id = row[Id].AsString.Split('\0', 2);
        return codec.ReadReplica(row[Json].AsBinary, new EntityId(id[0], id[1]));
    }

    public static OutboxItem Item(BsonDocument row, RecordCodec codec) => codec.ReadItem(row[Json].AsBinary, row[Id].AsInt64);

    /// <summary>A value that few rows have: LiteDB indexes the elements of an array, and of an empty one nothing.</summary>
    private static BsonArray Rare(BsonValue? value) => value is null ? [] : [value];

    private static BsonValue Text(string key) => System.Text.Encoding.UTF8.GetByteCount(key) <= KeyBytesMax
        ? new BsonValue(key)
        : throw new StoreException(StoreFailure.Constraint, $"The key '{key}' is longer than {KeyBytesMax:N0} bytes with its type.");
}
