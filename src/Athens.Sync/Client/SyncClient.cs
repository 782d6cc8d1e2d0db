using System.Collections.Concurrent;
using Athens.Sync.Client;
using Athens.Sync.Conflicts;
using Athens.Sync.Device;
using Athens.Sync.Live;
using Athens.Sync.Transport;

namespace Athens.Sync;

/// <summary>
/// A device's engine: entities that are read and saved without a network, and a cycle that pushes and pulls. Safe to
/// call from many threads. Save and delete are durable when they return.
/// </summary>
public sealed class SyncClient : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Type, object> sets = [];
    private readonly DeviceCommands commands;
    private readonly SyncCycle cycle;
    private readonly StatusReader status;
    private readonly SyncIds ids;

    /// <summary>Makes an engine over a store and a transport. The engine disposes of the store.</summary>
    public SyncClient(SyncModel model, IDeviceStore store, ISyncTransport transport, TimeProvider time, SyncIds ids, SyncClientOptions? options = null)
    {
        Model = model;
        Time = time;
        this.ids = ids;
        store = new GuardedDeviceStore(store, model, options?.User?.Checked());
        commands = new DeviceCommands(store);
        status = new StatusReader(store, commands.Observers, Activity, time);
        cycle = new SyncCycle(model, commands, transport, Activity, time, ids, options ?? new SyncClientOptions());
        Conflicts = new SyncConflicts(model, commands, time, ids);
    }

    /// <summary>The entity types.</summary>
    public SyncModel Model { get; }

    /// <summary>What the engine does, for its loop.</summary>
    internal SyncActivity Activity { get; } = new();

    internal DeviceObservers Observers => commands.Observers;

    internal TimeProvider Time { get; }

    /// <summary>Chance from where ids come from: another for each device, and the same again in a simulation.</summary>
    internal int NextSeed() => ids.Next().Aggregate(17, (seed, digit) => unchecked((seed * 31) + digit));

    /// <summary>The changes that need a decision.</summary>
    public SyncConflicts Conflicts { get; }

    /// <summary>The entities of one type: always the same set, which remembers of each object what it held when it was read.</summary>
    /// <exception cref="KeyNotFoundException">The model has no such type.</exception>
    public SyncSet<TEntity> Set<TEntity>()
        where TEntity : class =>
        (SyncSet<TEntity>)sets.GetOrAdd(typeof(TEntity), type => new SyncSet<TEntity>(Model, Model.Entity(type), commands, Time, ids));

    /// <summary>Sends what waits, then pulls what is new. Calls that overlap take turns.</summary>
    /// <returns>What came of it. Being offline is a report, not an exception.</returns>
    /// <exception cref="StoreException">The store failed. What was committed until then stands; the rest is as it was.</exception>
    public Task<SyncReport> SyncAsync(CancellationToken cancellationToken = default) => cycle.RunAsync(null, cancellationToken);

    /// <summary>As <see cref="SyncAsync(CancellationToken)"/>, and tells how far it is: when a half begins, and after each answer.</summary>
    /// <param name="progress">Who is told. It is called by the cycle's own thread, which what it throws ends; <see cref="Progress{T}"/> does neither harm.</param>
    /// <param name="cancellationToken">Ends the cycle early; what has its verdict is kept.</param>
    public Task<SyncReport> SyncAsync(IProgress<SyncProgress> progress, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(progress);
        return cycle.RunAsync(progress, cancellationToken);
    }

    /// <summary>How the device stands.</summary>
    /// <exception cref="StoreException">The store failed.</exception>
    public Task<SyncStatus> GetStatusAsync(CancellationToken cancellationToken = default) => status.ReadAsync(cancellationToken);

    /// <summary>
    /// How the device stands: now, and each time that it stands otherwise. A reader who is slow misses what lay between, never the
    /// latest, and holds nothing up. Ends when the engine is disposed of.
    /// </summary>
    /// <exception cref="StoreException">The store failed.</exception>
    public IAsyncEnumerable<SyncStatus> WatchStatusAsync(CancellationToken cancellationToken = default) => status.WatchAsync(cancellationToken);

    /// <summary>
    /// Waits until a saved change has its verdict. It sends nothing itself: that is a cycle's to do. A change that waits for the
    /// decision on another has no verdict, so give a token.
    /// </summary>
    /// <returns>
    /// The change: synced (taken in, or closed by a decision), in conflict, or failed, with the verdict. Null when it is in the
    /// outbox no more, because a later edit took it back before it was sent, or it was taken in long ago.
    /// </returns>
    /// <exception cref="StoreException">The store failed, or was closed first.</exception>
    public Task<OutboxItem?> WaitForAsync(SavedChange change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        return VerdictBarrier.WaitAsync(commands, change, cancellationToken);
    }

    /// <summary>Waits until nothing of an entity waits for a verdict. As with a change, a cycle must do the sending.</summary>
    /// <returns>Synced, in conflict, or failed.</returns>
    /// <exception cref="StoreException">The store failed, or was closed first.</exception>
    public Task<EntitySyncState> WaitForAsync(EntityId entity, CancellationToken cancellationToken = default) => VerdictBarrier.WaitAsync(commands, entity, cancellationToken);

    /// <summary>
    /// Tells the engine that something else wrote to its store: another process, another tab, the app's own database context. All
    /// that is watched is looked at anew, and a loop sends what may be new.
    /// </summary>
    public void NotifyExternalChange() => Tell(new DeviceChange { IsUnknown = true });

    /// <summary>As <see cref="NotifyExternalChange()"/>, where it is known what was written: only that is looked at anew.</summary>
    /// <param name="commit">What was written, once it is durable.</param>
    public void NotifyExternalChange(DeviceCommit commit)
    {
        ArgumentNullException.ThrowIfNull(commit);
        Tell(DeviceChange.Of(commit, isOfCycle: false));
    }

    internal async Task<DeviceState> ReadStateAsync(CancellationToken cancellationToken) =>
        (await commands.Store.LoadAsync(new DeviceQuery(), cancellationToken).ConfigureAwait(false)).State;

    /// <summary>Reads the outbox, in order.</summary>
    public IAsyncEnumerable<OutboxItem> ReadOutboxAsync(OutboxFilter? filter = null, CancellationToken cancellationToken = default) =>
        commands.Store.ReadOutboxAsync(filter ?? new OutboxFilter(), cancellationToken);

    /// <summary>
    /// The changes of the outbox that a filter takes, in order: as they are, and each time that one is otherwise, comes or goes. A
    /// reader who is slow misses what lay between, never the latest, and holds nothing up. Ends when the engine is disposed of.
    /// </summary>
    /// <exception cref="StoreException">The store failed.</exception>
    public IAsyncEnumerable<IReadOnlyList<OutboxItem>> WatchOutboxAsync(OutboxFilter? filter = null, CancellationToken cancellationToken = default) =>
        LiveOutbox.WatchAsync(commands, filter ?? new OutboxFilter(), cancellationToken);

    /// <summary>Drops the changes that the server has taken in from the outbox, whatever their age.</summary>
    /// <returns>How many were dropped.</returns>
    public Task<int> ClearSyncedAsync(CancellationToken cancellationToken = default) => cycle.ClearSyncedAsync(cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        commands.Observers.Close();
        await commands.Store.DisposeAsync().ConfigureAwait(false);
        commands.Dispose();
        cycle.Dispose();
    }

    private void Tell(DeviceChange change)
    {
        commands.Use.Note();
        commands.Observers.Publish(change);
    }
}
