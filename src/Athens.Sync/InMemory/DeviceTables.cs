using System.Collections.Immutable;
using Athens.Sync.Device;

namespace Athens.Sync.InMemory;

/// <summary>
/// A device's records and the indexes over them, as one immutable value: who holds one sees one state for as long as
/// he likes, and a commit makes the next from it in O(log n) for each record.
/// </summary>
internal sealed record DeviceTables
{
    private static readonly ImmutableSortedDictionary<string, ReplicaEntity> NoReplicas =
        ImmutableSortedDictionary.Create<string, ReplicaEntity>(StringComparer.Ordinal);

    public static DeviceTables Empty { get; } = new();

    public DeviceState State { get; private init; } = new();

    public ImmutableSortedDictionary<long, OutboxItem> Items { get; private init; } = ImmutableSortedDictionary<long, OutboxItem>.Empty;

    private ImmutableDictionary<string, ImmutableSortedDictionary<string, ReplicaEntity>> Replicas { get; init; } =
        ImmutableDictionary.Create<string, ImmutableSortedDictionary<string, ReplicaEntity>>(StringComparer.Ordinal);

    private ImmutableSortedSet<EntityId> Awaiting { get; init; } = [];

    /// <summary>Positions of the items that can be sent, by their place in the order of sending.</summary>
    private ImmutableSortedDictionary<long, long> Sendable { get; init; } = ImmutableSortedDictionary<long, long>.Empty;

    /// <summary>Positions of the items that still matter, by entity.</summary>
    private PositionIndex<EntityId> Open { get; init; } = PositionIndex<EntityId>.Empty;

    private PositionIndex<string> Blocked { get; init; } = PositionIndex<string>.Empty;

    public IEnumerable<ReplicaEntity> ReplicasOf(string type) => Replicas.GetValueOrDefault(type, NoReplicas).Values;

    public DeviceView Look(DeviceQuery query) => new() { State = State, Replicas = LookAtReplicas(query), Items = LookAtItems(query) };

    /// <summary>The tables after a commit; nothing is checked here.</summary>
    public DeviceTables After(DeviceCommit commit)
    {
        DeviceTables next = this with { State = commit.State };
        next = commit.DeleteReplicas.Aggregate(next, (tables, id) => tables.WithoutReplica(id));
        next = commit.PutReplicas.Aggregate(next, (tables, replica) => tables.WithReplica(replica));
        next = commit.DeleteItems.Aggregate(next, (tables, position) => tables.WithoutItem(position));
        return commit.PutItems.Aggregate(next, (tables, item) => tables.WithoutItem(item.Position).WithItem(item));
    }

    private ReplicaEntity? Find(EntityId id) => Replicas.GetValueOrDefault(id.Type, NoReplicas).GetValueOrDefault(id.Key);

    private Dictionary<EntityId, ReplicaEntity> LookAtReplicas(DeviceQuery query)
    {
        var replicas = new Dictionary<EntityId, ReplicaEntity>();
        foreach (EntityId id in query.Entities)
            Look(id);
        if (query.AwaitingParent)
        {
            foreach (EntityId id in Awaiting)
                Look(id);
        }
        return replicas;

        void Look(EntityId id)
        {
            if (Find(id) is { } replica)
                replicas[id] = replica;
        }
    }

    private OutboxItem[] LookAtItems(DeviceQuery query)
    {
        var wanted = new SortedSet<long>(query.Positions);
        foreach (EntityId id in query.Entities)
            wanted.UnionWith(Open.Of(id));
        foreach (EntityId id in query.BlockedBy)
            wanted.UnionWith(Blocked.Of(id.ToString()));
        if (query.Sendable > 0)
            wanted.UnionWith(Sendable.Values.Take(query.Sendable));
        wanted.ExceptWith(query.Held);
        return wanted.Count == 0 ? [] : [.. wanted.Where(Items.ContainsKey).Select(position => Items[position])];
    }

    private DeviceTables WithReplica(ReplicaEntity replica) => this with
    {
        Replicas = Replicas.SetItem(replica.Type, Replicas.GetValueOrDefault(replica.Type, NoReplicas).SetItem(replica.Key, replica)),
        Awaiting = replica.AwaitsParent ? Awaiting.Add(replica.Id) : Awaiting.IsEmpty ? Awaiting : Awaiting.Remove(replica.Id),
    };

    private DeviceTables WithoutReplica(EntityId id) => this with
    {
        Replicas = Replicas.SetItem(id.Type, Replicas.GetValueOrDefault(id.Type, NoReplicas).Remove(id.Key)),
        Awaiting = Awaiting.Remove(id),
    };

    private DeviceTables WithItem(OutboxItem item) => this with
    {
        Items = Items.Add(item.Position, item),
        Sendable = item.SendOrder is { } order ? Sendable.Add(order, item.Position) : Sendable,
        Open = item.IsOpen ? Open.With(item.Entity, item.Position) : Open,
        Blocked = item.BlockedBy is null ? Blocked : Blocked.With(item.BlockedBy, item.Position),
    };

    private DeviceTables WithoutItem(long position)
    {
        if (!Items.TryGetValue(position, out OutboxItem? item))
            return this;
        return this with
        {
            Items = Items.Remove(position),
            Sendable = item.SendOrder is { } order ? Sendable.Remove(order) : Sendable,
            Open = Open.Without(item.Entity, position),
            Blocked = item.BlockedBy is null ? Blocked : Blocked.Without(item.BlockedBy, position),
        };
    }
}
