using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Athens.Sync.Device;
using LiteDB;

namespace Athens.Sync.LiteDb;

/// <summary>
/// The form in which records lie in LiteDB: the record as UTF-8 JSON, and beside it only what queries go by. LiteDB's
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

    public static BsonDocument Of(DeviceState state) => With(state, DeviceJson.Instance.DeviceState, new BsonDocument
    {
        [Id] = DeviceId,
        [Revision] = state.Revision,
    });

    public static BsonDocument Of(ReplicaEntity replica) => With(replica, DeviceJson.Instance.ReplicaEntity, new BsonDocument
    {
        [Id] = IdOf(replica.Id),
        [Awaits] = replica.AwaitsParent ? true : BsonValue.Null,
        [Visible] = replica.IsVisible,
    });

    public static BsonDocument Of(OutboxItem item) => With(item, DeviceJson.Instance.OutboxItem, new BsonDocument
    {
        [Id] = item.Position,
        [Open] = item.IsOpen ? NameOf(item.Entity) : BsonValue.Null,
        [Sendable] = item.SendOrder is { } order ? order : BsonValue.Null,
        [BlockedBy] = item.BlockedBy is null ? BsonValue.Null : Text(item.BlockedBy),
        [Status] = (int)item.Status,
        [Type] = item.Change.Entity,
        [Key] = item.Change.ServerId,
    });

    public static DeviceState State(BsonDocument row) => Read(row, DeviceJson.Instance.DeviceState);

    public static ReplicaEntity Replica(BsonDocument row) => Read(row, DeviceJson.Instance.ReplicaEntity);

    public static OutboxItem Item(BsonDocument row) => Read(row, DeviceJson.Instance.OutboxItem);

    private static BsonDocument With<T>(T record, JsonTypeInfo<T> type, BsonDocument row)
    {
        row[Json] = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(record, type);
        return row;
    }

    private static T Read<T>(BsonDocument row, JsonTypeInfo<T> type) => System.Text.Json.JsonSerializer.Deserialize(row[Json].AsBinary, type)!;

    private static BsonValue Text(string key) => System.Text.Encoding.UTF8.GetByteCount(key) <= KeyBytesMax
        ? new BsonValue(key)
        : throw new StoreException(StoreFailure.Constraint, $"The key '{key}' is longer than {KeyBytesMax:N0} bytes with its type.");
}
