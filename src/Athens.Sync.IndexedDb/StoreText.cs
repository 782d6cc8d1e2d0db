using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Athens.Sync.Device;

namespace Athens.Sync.IndexedDb;

/// <summary>Queries, commits and records as the text that the script takes: each record whole, beside it only what queries go by.</summary>
internal static class StoreText
{
    public static string Of(DeviceQuery query) => DeviceStoreModule.Text(writer =>
    {
        writer.WriteStartObject();
        Array(writer, "entities", query.Entities, entity => Key(writer, entity));
        Array(writer, "blocked_by", query.BlockedBy, entity => writer.WriteStringValue(entity.ToString()));
        Array(writer, "positions", query.Positions, writer.WriteNumberValue);
        writer.WriteNumber("sendable", query.Sendable);
        Array(writer, "held", query.Held, writer.WriteNumberValue);
        writer.WriteBoolean("awaiting", query.AwaitingParent);
        writer.WriteEndObject();
    });

    public static string Of(DeviceCommit commit) => DeviceStoreModule.Text(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("revision", commit.State.Revision);
        writer.WriteString("state", JsonSerializer.SerializeToUtf8Bytes(commit.State, DeviceJson.Instance.DeviceState));
        Array(writer, "put_replicas", commit.PutReplicas, replica => Row(writer, replica));
        Array(writer, "delete_replicas", commit.DeleteReplicas, entity => Key(writer, entity));
        Array(writer, "put_items", commit.PutItems, item => Row(writer, item));
        Array(writer, "delete_items", commit.DeleteItems, writer.WriteNumberValue);
        writer.WriteEndObject();
    });

    public static string Of(ReplicaFilter filter) => DeviceStoreModule.Text(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("type", filter.Type);
        writer.WriteBoolean("hidden", filter.IncludesHidden);
        writer.WriteEndObject();
    });

    public static string Of(OutboxFilter filter) => DeviceStoreModule.Text(writer =>
    {
        writer.WriteStartObject();
        writer.WriteBoolean("outbox", true);
        if (filter.Status is { } status)
            writer.WriteNumber("status", (int)status);
        else
            writer.WriteNull("status");
        writer.WriteString("type", filter.Type);
        writer.WriteString("key", filter.Key);
        writer.WriteEndObject();
    });

    public static DeviceView View(JsonElement view) => new()
    {
        State = view.TryGetProperty("state", out JsonElement state) ? Read(state, DeviceJson.Instance.DeviceState) : new DeviceState(),
        Replicas = view.GetProperty("replicas").EnumerateArray().Select(Replica).ToDictionary(replica => replica.Id),
        Items = [.. view.GetProperty("items").EnumerateArray().Select(Item)],
    };

    public static ReplicaEntity Replica(JsonElement text) => Read(text, DeviceJson.Instance.ReplicaEntity);

    public static OutboxItem Item(JsonElement text) => Read(text, DeviceJson.Instance.OutboxItem);

    private static void Row(Utf8JsonWriter writer, ReplicaEntity replica)
    {
        writer.WriteStartObject();
        writer.WriteString("type", replica.Type);
        writer.WriteString("key", replica.Key);
        if (replica.AwaitsParent)
            writer.WriteNumber("awaits", 1);
        if (replica.IsVisible)
        {
            writer.WritePropertyName("shown");
            Key(writer, replica.Id);
        }

        writer.WriteString("json", JsonSerializer.SerializeToUtf8Bytes(replica, DeviceJson.Instance.ReplicaEntity));
        writer.WriteEndObject();
    }

    private static void Row(Utf8JsonWriter writer, OutboxItem item)
    {
        writer.WriteStartObject();
        writer.WriteNumber("position", item.Position);
        if (item.IsOpen)
        {
            writer.WritePropertyName("open");
            Key(writer, item.Entity);
        }

        if (item.SendOrder is { } order)
            writer.WriteString("sendable", Sortable(order));
        if (item.BlockedBy is not null)
            writer.WriteString("blocked_by", item.BlockedBy);
        writer.WriteNumber("status", (int)item.Status);
        writer.WriteString("type", item.Change.Entity);
        writer.WriteString("key", item.Change.ServerId);
        writer.WriteString("json", JsonSerializer.SerializeToUtf8Bytes(item, DeviceJson.Instance.OutboxItem));
        writer.WriteEndObject();
    }

    /// <summary>A number beyond what the browser counts exactly, as text in the same order.</summary>
    private static string Sortable(long number) => unchecked((ulong)number ^ (1UL << 63)).ToString("x16", CultureInfo.InvariantCulture);

    private static void Key(Utf8JsonWriter writer, EntityId entity)
    {
        writer.WriteStartArray();
        writer.WriteStringValue(entity.Type);
        writer.WriteStringValue(entity.Key);
        writer.WriteEndArray();
    }

    private static void Array<T>(Utf8JsonWriter writer, string name, IReadOnlyCollection<T> parts, Action<T> write)
    {
        writer.WriteStartArray(name);
        foreach (T part in parts)
            write(part);
        writer.WriteEndArray();
    }

    private static T Read<T>(JsonElement text, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(text.GetString()!, type)!;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new StoreException(StoreFailure.Corrupt, $"The browser's store is damaged: {e.Message}", e);
        }
    }
}
