using Athens.Sync.Modeling;
using Athens.Sync.EntityFrameworkCore.Dialects;
using Athens.Sync.EntityFrameworkCore.Feed;
using Athens.Sync.EntityFrameworkCore.Mapping;
using Athens.Sync.EntityFrameworkCore.Tables;
using Athens.Sync.Server;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Units;

/// <summary>One unit of the server's logic, in one transaction of one context.</summary>
internal sealed class EfServerTransaction(DbContext context, IServiceProvider services, SyncMapping mapping, FeedUnit unit, List<EntityId> added) : IServerTransaction
{
    private readonly OrderedDictionary<EntityId, ServerEntity> staged = [];
    private readonly Dictionary<IdempotencyKey, IdempotencyRecord> records = [];
    private readonly HashSet<IdempotencyKey> claimed = [];
    private readonly EntityRows rows = new(context, mapping, unit, added);
    private readonly List<ValueLease> leases = [];
    private DeviceMark? mark;
    private bool claims;
    private bool started;
    private bool hasSavepoint;

    public IServiceProvider Services { get; } = services;

    public async Task<DeviceMark?> ReadMarkAsync(DeviceKey device, CancellationToken cancellationToken = default)
    {
        if (claims || started)
            throw new InvalidOperationException("A device's mark is read first.");
        return await DeviceMarks.LockAsync(new ContextCall(context, true, cancellationToken), mapping.Dialect, device).ConfigureAwait(false);
    }

    public void Mark(DeviceMark mark)
    {
        ArgumentNullException.ThrowIfNull(mark);
        this.mark = mark;
    }

    public async Task<IReadOnlyDictionary<IdempotencyKey, IdempotencyRecord>> ClaimAsync(IReadOnlyCollection<IdempotencyKey> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (claims || started)
            throw new InvalidOperationException("Keys are claimed once, before entities are locked.");
        claims = true;
        if (keys.Count == 0)
            return new Dictionary<IdempotencyKey, IdempotencyRecord>();
        claimed.UnionWith(keys);
        var session = new SqlSession(new ContextCall(context, true, cancellationToken));
        if (await mapping.Dialect.ClaimAsync(session, [.. keys.Order().Select(ChangeRecords.KeyRow)]).ConfigureAwait(false) == claimed.Count)
            return new Dictionary<IdempotencyKey, IdempotencyRecord>();
        IReadOnlyDictionary<IdempotencyKey, IdempotencyRecord> found = await ChangeRecords.ReadAsync(session, mapping.Dialect, claimed).ConfigureAwait(false);
        claimed.ExceptWith(found.Keys);
        return found;
    }

    public async Task<IReadOnlyDictionary<EntityId, ServerEntity>> LockAsync(IReadOnlyCollection<EntityId> ids, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        started = true;
        await rows.LockAsync(ids, cancellationToken).ConfigureAwait(false);
        var found = new Dictionary<EntityId, ServerEntity>();
        foreach (EntityId id in ids)
        {
            if ((staged.GetValueOrDefault(id) ?? rows.Find(id)) is { } entity)
                found[id] = entity;
        }
        return found;
    }

    public async Task<IReadOnlyList<string>> TakeKeysAsync(EntityModel entity, int count, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        IReadOnlyList<long> taken = await mapping.Dialect.TakeKeysAsync(new SqlSession(new ContextCall(context, true, cancellationToken)), mapping.Of(entity.Type), count).ConfigureAwait(false);
        return [.. taken.Select(key => KeyText.Of(key))];
    }

    public Task<IReadOnlyList<ValueLease>> LockLeasesAsync(IReadOnlyCollection<DeviceKey> devices, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(devices);
        if (started)
            throw new InvalidOperationException("Leases are locked before entities are.");
        return Leases.LockAsync(new ContextCall(context, true, cancellationToken), mapping.Dialect, devices);
    }

    public void Keep(ValueLease lease)
    {
        ArgumentNullException.ThrowIfNull(lease);
        leases.Add(lease);
    }

    public async Task<long> AllocateAsync(string tenant, string series, long first, int count, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return await mapping.Dialect.Leases.AdvanceAsync(new SqlSession(new ContextCall(context, true, cancellationToken)), tenant, series, first, count).ConfigureAwait(false) - count;
    }

    public void Stage(ServerEntity entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        if (entity.Version < 1)
            throw new ArgumentException($"{entity.Id} has the version {entity.Version}; versions begin at 1.", nameof(entity));
        mapping.Of(entity.Id.Type);
        started = true;
        staged[entity.Id] = entity;
    }

    public void Record(IdempotencyRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        started = true;
        if (!records.TryAdd(record.Key, record))
            throw new StoreException(StoreFailure.Constraint, $"The change {record.Key.OfflineId} is recorded twice.");
    }

    public async Task<bool> TryAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (hasSavepoint)
            throw new InvalidOperationException("Work is tried within other work.");
        await SaveAsync(cancellationToken).ConfigureAwait(false);
        UnitSavepoint savepoint = await UnitSavepoint.SetAsync(context, unit, cancellationToken).ConfigureAwait(false);
        (Dictionary<EntityId, ServerEntity> written, IdempotencyKey[] held, int made) = (new(rows.Written), [.. claimed], added.Count);
        hasSavepoint = true;
        try
        {
            await work(cancellationToken).ConfigureAwait(false);
            await SaveAsync(cancellationToken).ConfigureAwait(false);
            await savepoint.ReleaseAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (StoreFailures.Of(exception, mapping.Dialect)?.Failure is StoreFailure.Constraint)
        {
            await savepoint.ReturnAsync(cancellationToken).ConfigureAwait(false);
            Forget(written, held);
            leases.Clear();
            await KeyRace.TellAsync(new ContextCall(context, true, cancellationToken), mapping, added.Skip(made)).ConfigureAwait(false);
            added.RemoveRange(made, added.Count - made);
            return false;
        }
        catch
        {
            unit.Broken ??= "What failed in it may be half done.";
            throw;
        }
        finally
        {
            hasSavepoint = false;
        }
    }

    public async Task SaveAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await rows.LockAsync(staged.Keys, cancellationToken).ConfigureAwait(false);
            await WriteAsync(cancellationToken).ConfigureAwait(false);
            rows.Saved(staged.Values);
            staged.Clear();
            await SaveRecordsAsync(cancellationToken).ConfigureAwait(false);
            await SaveLeasesAsync(cancellationToken).ConfigureAwait(false);
            await SaveMarkAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (StoreFailures.Translate(exception, mapping.Dialect) is { } failure)
        {
            throw failure;
        }
    }

    /// <summary>Work on what the feed does not tell yet, in this transaction.</summary>
    public CatchUpUnit CatchUp(CancellationToken cancellationToken) => new(context, mapping, unit, rows, cancellationToken);

    /// <summary>Writes what is left to write, so that only the commit is.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        await SaveAsync(cancellationToken).ConfigureAwait(false);
        if (claimed.Count > 0)
            await mapping.Dialect.ReleaseAsync(new SqlSession(new ContextCall(context, true, cancellationToken)), [.. claimed.Order().Select(ChangeRecords.KeyRow)]).ConfigureAwait(false);
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        if (await rows.WriteAtOnceAsync(staged.Values, cancellationToken).ConfigureAwait(false))
        {
            // What the app's rules added.
            if (context.ChangeTracker.HasChanges())
                await SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            return;
        }
        await rows.TrackAsync(cancellationToken).ConfigureAwait(false);
        rows.Apply(staged.Values);
        await SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Work that is tried has its savepoint: one of EF's own for each save would be a round trip for nothing.</summary>
    private async Task SaveChangesAsync(CancellationToken cancellationToken)
    {
        bool before = context.Database.AutoSavepointsEnabled;
        context.Database.AutoSavepointsEnabled = before && !hasSavepoint;
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            context.Database.AutoSavepointsEnabled = before;
        }
    }

    /// <summary>What was undone was never staged, recorded or written.</summary>
    private void Forget(IReadOnlyDictionary<EntityId, ServerEntity> written, IdempotencyKey[] held)
    {
        staged.Clear();
        records.Clear();
        mark = null;
        claimed.UnionWith(held);
        rows.Return(written);
    }

    private async Task SaveMarkAsync(CancellationToken cancellationToken)
    {
        if (mark is not { } noted)
            return;
        await mapping.Dialect.Devices.MarkAsync(new SqlSession(new ContextCall(context, true, cancellationToken)), DeviceMarks.Row(noted)).ConfigureAwait(false);
        mark = null;
    }

    private async Task SaveLeasesAsync(CancellationToken cancellationToken)
    {
        var session = new SqlSession(new ContextCall(context, true, cancellationToken));
        foreach (ValueLease lease in leases.GroupBy(lease => (lease.Device.Tenant, lease.Series, lease.First)).Select(versions => versions.Last()))
            await mapping.Dialect.Leases.KeepAsync(session, Leases.Row(lease)).ConfigureAwait(false);
        leases.Clear();
    }

    private async Task SaveRecordsAsync(CancellationToken cancellationToken)
    {
        if (records.Count == 0)
            return;
        ChangeRow[] written = [.. records.Values.OrderBy(record => record.Key).Select(ChangeRecords.Row)];
        await mapping.Dialect.RecordAsync(new SqlSession(new ContextCall(context, true, cancellationToken)), written).ConfigureAwait(false);
        claimed.ExceptWith(records.Keys);
        records.Clear();
    }
}
