using Athens.Sync.Device;

namespace Athens.Sync.EntityFrameworkCore.Device.Records;

/// <summary>Turns records into rows and back. A row whose JSON is not what was written is refused.</summary>
internal static class Rows
{
    public static StateRow Of(DeviceState state, RecordCodec codec)
    {
        byte[] json = codec.Write(state);
        return new StateRow { Revision = state.Revision, Json = json, Sum = Checksum.Of(json) };
    }

    public static ReplicaRow Of(ReplicaEntity replica, RecordCodec codec)
    {
        byte[] json = codec.Write(replica);
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

    public static OutboxRow Of(OutboxItem item, RecordCodec codec)
    {
        byte[] json = codec.Write(item);
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

    public static DeviceState State(StateRow? row, RecordCodec codec) => row?.Json is null ? new DeviceState() : Read(row.Json, row.Sum, json => codec.ReadState(json), "device's state");

    public static ReplicaEntity Replica(ReplicaRow row, RecordCodec codec) => Replica(row.Json, row.Sum, new EntityId(row.Type, row.Key), codec);

    public static ReplicaEntity Replica(byte[] json, long sum, EntityId id, RecordCodec codec) => Read(json, sum, bytes => codec.ReadReplica(bytes, id), "replica");

    public static OutboxItem Item(OutboxRow row, RecordCodec codec) => Item(row.Json, row.Sum, row.Position, codec);

    public static OutboxItem Item(byte[] json, long sum, long position, RecordCodec codec) => Read(json, sum, bytes => codec.ReadItem(bytes, position), "outbox item");

    private static T Read<T>(byte[] json, long sum, Func<byte[], T> read, string what)
    {
        if (Checksum.Of(json) != sum)
            throw new DamagedRecordException($"A {what} is not what was written.");
        try
        {
            return read(json);
        }
        catch (InvalidDataException e)
        {
            throw new DamagedRecordException($"A {what} cannot be read: {e.Message}", e);
        }
    }
}
