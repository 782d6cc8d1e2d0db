using System.Text.Json;
using Athens.Sync.Device;

namespace Athens.Sync.Tests.Worlds;

/// <summary>A device's look, put together by a test, for a decider to decide on.</summary>
internal static class Look
{
    public static readonly EntityId Id = new("job", "j");

    public static DeviceDraft Of(DeviceState state, ReplicaEntity? replica, params OutboxItem[] items) =>
        Of(state, replica is null ? [] : [replica], items);

    public static DeviceDraft Of(DeviceState state, ReplicaEntity[] replicas, params OutboxItem[] items) => new(new DeviceView
    {
        State = state with { NextPosition = items.Length == 0 ? 1 : items.Max(item => item.Position) + 1, Counts = items.Aggregate(new OutboxCounts(), (counts, item) => counts.Add(item.Status, 1)) },
        Replicas = replicas.ToDictionary(replica => replica.Id),
        Items = items,
    });

    /// <summary>The entity as the server has it and as it is shown.</summary>
    public static ReplicaEntity Replica(string state, long version, EntityId? id = null) => new()
    {
        Type = (id ?? Id).Type,
        Key = (id ?? Id).Key,
        Version = version,
        Server = World.F(state),
        Local = World.F(state),
    };

    public static Change Change(string data, string? replaced = null, long? version = null, ChangeOp op = ChangeOp.Update, EntityId? id = null) => new()
    {
        Entity = (id ?? Id).Type,
        Op = op,
        OfflineId = "mine",
        ServerId = (id ?? Id).Key,
        ClientVersion = version,
        Data = World.F(data),
        Base = replaced is null ? null : World.F(replaced),
    };

    public static OutboxItem Item(long position, Change change, OutboxStatus status = OutboxStatus.Pending) => new()
    {
        Position = position,
        Change = change,
        Status = status,
        CreatedAt = DateTimeOffset.UnixEpoch,
    };

    /// <summary>Everything that a record holds, to compare it by.</summary>
    public static string Text<T>(T record) => JsonSerializer.Serialize(record);
}
