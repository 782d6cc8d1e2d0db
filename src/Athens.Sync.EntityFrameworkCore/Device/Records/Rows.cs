using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Athens.Sync.Device;

namespace Athens.Sync.EntityFrameworkCore.Device.Records;

/// <summary>Turns records into rows and back. A row whose JSON is not what was written is refused.</summary>
internal static class Rows
{
    public static StateRow Of(DeviceState state)
    {
        byte[] json = Write(state, DeviceJson.Instance.DeviceState);
        return new StateRow { Revision = state.Revision, Json = json, Sum = Checksum.Of(json) };
    }

    public static ReplicaRow Of(ReplicaEntity replica)
    {
        byte[] json = Write(replica, DeviceJson.Instance.ReplicaEntity);
        return new ReplicaRow
        {
            Type = replica.Type,
            Key = replica.Key,
            Visible = replica.IsVisible ? 1 : 0,
            Awaits = replica.AwaitsParent ? 1 : 0,
            Json = json,
            Sum = Checksum.Of(json),
        };
    }

    public static OutboxRow Of(OutboxItem item)
    {
        byte[] json = Write(item, DeviceJson.Instance.OutboxItem);
        return new OutboxRow
        {
            Position = item.Position,
            Type = item.Entity.Type,
            Key = item.Entity.Key,
            Status = (int)item.Status,
            OpenKey = item.IsOpen ? item.Entity.Key : null,
            SendOrder = item.SendOrder,
            BlockedBy = item.BlockedBy,
            Json = json,
            Sum = Checksum.Of(json),
        };
    }

    public static DeviceState State(StateRow? row) => row?.Json is null ? new DeviceState() : Read(row.Json, row.Sum, DeviceJson.Instance.DeviceState, "device's state");

    public static ReplicaEntity Replica(ReplicaRow row) => Read(row.Json, row.Sum, DeviceJson.Instance.ReplicaEntity, "replica");

    public static OutboxItem Item(OutboxRow row) => Read(row.Json, row.Sum, DeviceJson.Instance.OutboxItem, "outbox item");

    private static byte[] Write<T>(T record, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(record, type);

    private static T Read<T>(byte[] json, long sum, JsonTypeInfo<T> type, string what)
    {
        if (Checksum.Of(json) != sum)
            throw new DamagedRecordException($"A {what} is not what was written.");
        try
        {
            return JsonSerializer.Deserialize(json, type)!;
        }
        catch (JsonException e)
        {
            throw new DamagedRecordException($"A {what} cannot be read: {e.Message}", e);
        }
    }
}
