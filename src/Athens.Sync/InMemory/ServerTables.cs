using System.Collections.Immutable;
using Athens.Sync.Modeling;
using Athens.Sync.Server;

namespace Athens.Sync.InMemory;

/// <summary>Everything that a server's store in memory holds. Immutable: a unit works on a copy of its own.</summary>
internal sealed record ServerTables
{
    public static ServerTables Empty { get; } = new();

    public ImmutableDictionary<EntityId, ServerEntity> Entities { get; private init; } = ImmutableDictionary<EntityId, ServerEntity>.Empty;

    public ImmutableDictionary<IdempotencyKey, IdempotencyRecord> Records { get; private init; } = ImmutableDictionary<IdempotencyKey, IdempotencyRecord>.Empty;

    public ImmutableDictionary<DeviceKey, DeviceMark> Marks { get; private init; } = ImmutableDictionary<DeviceKey, DeviceMark>.Empty;

    /// <summary>The last key that was taken for each entity type whose keys the server assigns.</summary>
    public ImmutableDictionary<string, long> LastKeys { get; init; } = ImmutableDictionary<string, long>.Empty;

    /// <summary>The next value of each tenant's series.</summary>
    public ImmutableDictionary<(string Tenant, string Series), long> Series { get; private init; } = ImmutableDictionary<(string, string), long>.Empty;

    public ImmutableDictionary<(string Tenant, string Series, long First), ValueLease> Leases { get; private init; } = ImmutableDictionary<(string, string, long), ValueLease>.Empty;

    private ImmutableDictionary<(string Scope, string Lane), ServerFeed> Feeds { get; init; } = ImmutableDictionary<(string, string), ServerFeed>.Empty;

    public ServerFeed Feed(string scope, string lane) => Feeds.GetValueOrDefault((scope, lane), ServerFeed.Empty);

    public ServerTables With(ServerEntity entity) => this with { Entities = Entities.SetItem(entity.Id, entity) };

    public ServerTables With(ValueLease lease) => this with { Leases = Leases.SetItem((lease.Device.Tenant, lease.Series, lease.First), lease) };

    public ServerTables WithNext(string tenant, string series, long next) => this with { Series = Series.SetItem((tenant, series), next) };

    /// <summary>The tables without the leases that expired before a moment.</summary>
    public ServerTables Reclaim(DateTimeOffset before) =>
        this with { Leases = Leases.RemoveRange(Leases.Values.Where(lease => lease.ExpiresAt < before).Select(lease => (lease.Device.Tenant, lease.Series, lease.First))) };

    /// <exception cref="StoreException">There is a record of this change already.</exception>
    public ServerTables With(IdempotencyRecord record) => Records.ContainsKey(record.Key)
        ? throw new StoreException(StoreFailure.Constraint, $"The change {record.Key.OfflineId} is recorded twice.")
        : this with { Records = Records.Add(record.Key, record) };

    /// <summary>As a foreign key would: an entity that others belong to is not deleted before them.</summary>
    /// <exception cref="StoreException">A live entity belongs to this one.</exception>
    public void RefuseOrphans(SyncModel model, EntityId parent)
    {
        bool hasChildTypes = model.Entities.Any(e => e.Parent?.Type == parent.Type);
        bool isParent = hasChildTypes && Entities.Values.Any(child => !child.IsDeleted
            && model.Entity(child.Id.Type).Parent is { } reference
            && reference.Type == parent.Type
            && child.State.Find(reference.Field.Name)?.ToString() == parent.Key);
        if (isParent)
            throw new StoreException(StoreFailure.Constraint, $"Others belong to {parent}.");
    }

    /// <summary>The tables with a device's mark, and without the records that it makes needless.</summary>
    public ServerTables With(DeviceMark mark)
    {
        IEnumerable<IdempotencyKey> needless = Records.Values
            .Where(r => r.Number <= mark.Acknowledged && r.Generation == mark.Generation && new DeviceKey(r.Key.Tenant, r.Key.User, r.Key.Device) == mark.Key)
            .Select(r => r.Key);
        return this with { Marks = Marks.SetItem(mark.Key, mark), Records = Records.RemoveRange(needless) };
    }

    /// <summary>The tables without the records of unnumbered changes from before a moment.</summary>
    public ServerTables Forget(DateTimeOffset before) =>
        this with { Records = Records.RemoveRange(Records.Values.Where(r => r.Number is null && r.RecordedAt < before).Select(r => r.Key)) };

    private ImmutableDictionary<(DeviceKey Device, string Scope, string Lane), DevicePosition> Positions { get; init; } =
        ImmutableDictionary<(DeviceKey, string, string), DevicePosition>.Empty;

    /// <summary>The tables with a device's position in a feed.</summary>
    public ServerTables With(DevicePosition position) =>
        this with { Positions = Positions.SetItem((position.Device, position.Scope, position.Lane), position) };

    /// <summary>The tables without the tombstones that every device seen since a moment has read.</summary>
    public ServerTables Collect(DateTimeOffset liveSince)
    {
        ServerTables next = this with { Positions = Positions.RemoveRange(Positions.Values.Where(p => p.SeenAt < liveSince).Select(p => (p.Device, p.Scope, p.Lane))) };
        foreach (((string scope, string lane), ServerFeed feed) in Feeds)
        {
            long read = next.Positions.Values.Where(p => p.Scope == scope && p.Lane == lane).Select(p => p.Sequence).DefaultIfEmpty(feed.Counter).Min();
            FeedEntry[] gone = [.. feed.GoneThrough(read)];
            next = next with
            {
                Feeds = next.Feeds.SetItem((scope, lane), feed.Without(gone)),
                Entities = next.Entities.RemoveRange(gone.Where(e => !e.HasLeft).Select(e => e.Entity.Id)),
            };
        }
        return next;
    }

    /// <summary>How many entities and tombstones there are, and entries of what has left.</summary>
    public int EntryCount => Feeds.Values.Sum(feed => feed.Count);

    /// <summary>The tables with one more change at the end of a feed.</summary>
    public ServerTables Append(string lane, ServerEntity entity, bool hasLeft) =>
        this with { Feeds = Feeds.SetItem((entity.Scope, lane), Feed(entity.Scope, lane).With(entity, hasLeft)) };
}
