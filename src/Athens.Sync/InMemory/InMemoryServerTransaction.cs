using System.Globalization;
using Athens.Sync.Modeling;
using Athens.Sync.Server;

namespace Athens.Sync.InMemory;

/// <summary>One unit's own copy of the tables. Used while the store's lock is held.</summary>
internal sealed class InMemoryServerTransaction : IServerTransaction
{
    private readonly SyncModel model;
    private readonly ServerTables before;
    private readonly OrderedDictionary<EntityId, ServerEntity> staged = [];
    private readonly List<IdempotencyRecord> records = [];
    private readonly List<ValueLease> leases = [];
    private readonly HashSet<EntityId> touched = [];
    private ServerTables tables;
    private DeviceMark? mark;
    private bool claimed;
    private bool started;
    private bool broken;
    private bool ended;

    public InMemoryServerTransaction(SyncModel model, ServerTables before, IServiceProvider services)
    {
        this.model = model;
        this.before = before;
        tables = before;
        Services = services;
    }

    public IServiceProvider Services { get; }

    public Task<DeviceMark?> ReadMarkAsync(DeviceKey device, CancellationToken cancellationToken = default)
    {
        Use(cancellationToken);
        return Task.FromResult(tables.Marks.GetValueOrDefault(device));
    }

    public void Mark(DeviceMark mark)
    {
        ArgumentNullException.ThrowIfNull(mark);
        Use(CancellationToken.None);
        this.mark = mark;
    }

    public Task<IReadOnlyDictionary<IdempotencyKey, IdempotencyRecord>> ClaimAsync(IReadOnlyCollection<IdempotencyKey> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (claimed || started)
            throw new InvalidOperationException("Keys are claimed once, before entities are locked.");
        Use(cancellationToken);
        claimed = true;
        var found = new Dictionary<IdempotencyKey, IdempotencyRecord>();
        foreach (IdempotencyKey key in keys)
        {
            if (tables.Records.TryGetValue(key, out IdempotencyRecord? record))
                found[key] = record;
        }
        return Task.FromResult<IReadOnlyDictionary<IdempotencyKey, IdempotencyRecord>>(found);
    }

    public Task<IReadOnlyDictionary<EntityId, ServerEntity>> LockAsync(IReadOnlyCollection<EntityId> ids, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        Use(cancellationToken);
        started = true;
        var found = new Dictionary<EntityId, ServerEntity>();
        foreach (EntityId id in ids)
        {
            if (staged.TryGetValue(id, out ServerEntity? entity) || tables.Entities.TryGetValue(id, out entity))
                found[id] = entity;
        }
        return Task.FromResult<IReadOnlyDictionary<EntityId, ServerEntity>>(found);
    }

    public Task<IReadOnlyList<string>> TakeKeysAsync(EntityModel entity, int count, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Use(cancellationToken);
        long last = tables.LastKeys.GetValueOrDefault(entity.Type);
        tables = tables with { LastKeys = tables.LastKeys.SetItem(entity.Type, last + count) };
        return Task.FromResult<IReadOnlyList<string>>([.. Enumerable.Range(1, count).Select(n => (last + n).ToString(CultureInfo.InvariantCulture))]);
    }

    public Task<IReadOnlyList<ValueLease>> LockLeasesAsync(IReadOnlyCollection<DeviceKey> devices, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(devices);
        if (started)
            throw new InvalidOperationException("Leases are locked before entities are.");
        Use(cancellationToken);
        return Task.FromResult<IReadOnlyList<ValueLease>>([.. tables.Leases.Values.Where(lease => devices.Contains(lease.Device))]);
    }

    public void Keep(ValueLease lease)
    {
        ArgumentNullException.ThrowIfNull(lease);
        Use(CancellationToken.None);
        leases.Add(lease);
    }

    public Task<long> AllocateAsync(string tenant, string series, long first, int count, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Use(cancellationToken);
        long start = Math.Max(first, tables.Series.GetValueOrDefault((tenant, series)));
        tables = tables.WithNext(tenant, series, start + count);
        return Task.FromResult(start);
    }

    public void Stage(ServerEntity entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        Use(CancellationToken.None);
        if (entity.Version < 1)
            throw new ArgumentException($"{entity.Id} has the version {entity.Version}; versions begin at 1.", nameof(entity));
        model.Entity(entity.Id.Type);
        staged[entity.Id] = entity;
    }

    public void Record(IdempotencyRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        Use(CancellationToken.None);
        records.Add(record);
    }

    public async Task<bool> TryAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        await SaveAsync(cancellationToken).ConfigureAwait(false);
        (ServerTables saved, EntityId[] savedIds) = (tables, [.. touched]);
        broken = true;
        try
        {
            await work(cancellationToken).ConfigureAwait(false);
            await SaveAsync(cancellationToken).ConfigureAwait(false);
            broken = false;
            return true;
        }
        catch (StoreException exception) when (exception.Failure is StoreFailure.Constraint)
        {
            tables = saved;
            touched.IntersectWith(savedIds);
            staged.Clear();
            records.Clear();
            leases.Clear();
            mark = null;
            broken = false;
            return false;
        }
    }

    public Task SaveAsync(CancellationToken cancellationToken = default)
    {
        Use(cancellationToken);
        foreach (ServerEntity entity in staged.Values)
        {
            tables = tables.With(entity);
            touched.Add(entity.Id);
        }
        foreach (ServerEntity deleted in staged.Values.Where(e => e.IsDeleted))
            tables.RefuseOrphans(model, deleted.Id);
        foreach (IdempotencyRecord record in records)
            tables = tables.With(record);
        foreach (ValueLease lease in leases)
            tables = tables.With(lease);
        leases.Clear();
        if (mark is { } noted)
            tables = tables.With(noted);
        mark = null;
        staged.Clear();
        records.Clear();
        return Task.CompletedTask;
    }

    /// <summary>The tables as they are to be once the unit is committed.</summary>
    /// <exception cref="InvalidOperationException">What failed in it may be half done.</exception>
    public async Task<ServerTables> CompleteAsync(CancellationToken cancellationToken)
    {
        if (broken)
            throw new InvalidOperationException("The transaction cannot be committed: what failed in it may be half done.");
        await SaveAsync(cancellationToken).ConfigureAwait(false);
        return new ServerCommit(model, before, tables).Run(touched);
    }

    /// <summary>Nothing more can be done with the transaction.</summary>
    public void End() => ended = true;

    private void Use(CancellationToken cancellationToken)
    {
        if (ended)
            throw new InvalidOperationException("The transaction has ended.");
        cancellationToken.ThrowIfCancellationRequested();
    }
}
