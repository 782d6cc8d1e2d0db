using Athens.Sync.Client;
using Athens.Sync.Conflicts;
using Athens.Sync.Device;
using Athens.Sync.Transport;

namespace Athens.Sync;

/// <summary>
/// A device's engine: entities that are read and saved without a network, and a cycle that pushes and pulls. Safe to
/// call from many threads. Save and delete are durable when they return.
/// </summary>
public sealed class SyncClient : IAsyncDisposable
{
    private readonly SemaphoreSlim cycle = new(1);
    private readonly DeviceCommands commands;
    private readonly PushCycle push;
    private readonly PullCycle pull;
    private readonly Retention retention;
    private readonly TimeProvider time;
    private readonly SyncIds ids;

    /// <summary>Makes an engine over a store and a transport. The engine disposes of the store.</summary>
    public SyncClient(SyncModel model, IDeviceStore store, ISyncTransport transport, TimeProvider time, SyncIds ids, SyncClientOptions? options = null)
    {
        Model = model;
        this.time = time;
        this.ids = ids;
        SyncClientOptions chosen = options ?? new SyncClientOptions();
        commands = new DeviceCommands(store);
        push = new PushCycle(model, commands, transport, time, chosen);
        pull = new PullCycle(model, commands, transport, chosen);
        retention = new Retention(commands, time, chosen.SyncedRetention);
        Conflicts = new SyncConflicts(model, commands, time, ids);
    }

    /// <summary>The entity types.</summary>
    public SyncModel Model { get; }

    /// <summary>The changes that need a decision.</summary>
    public SyncConflicts Conflicts { get; }

    /// <summary>The entities of one type. Sets are cheap; objects are followed by the set that gave them.</summary>
    /// <exception cref="KeyNotFoundException">The model has no such type.</exception>
    public SyncSet<TEntity> Set<TEntity>()
        where TEntity : class => new(Model, Model.Entity(typeof(TEntity)), commands, time, ids);

    /// <summary>Sends what waits, then pulls what is new. Calls that overlap take turns.</summary>
    /// <returns>What came of it. Being offline is a report, not an exception.</returns>
    public async Task<SyncReport> SyncAsync(CancellationToken cancellationToken = default)
    {
        await cycle.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await Registration.EnsureAsync(commands, ids, cancellationToken).ConfigureAwait(false);
            var tally = new SyncTally();
            SyncException? pushed = await TryAsync(push.RunAsync, tally, cancellationToken).ConfigureAwait(false);
            SyncException? pulled = await TryAsync(pull.RunAsync, tally, cancellationToken).ConfigureAwait(false);
            if (pushed is null && pulled is null)
            {
                await NoteSuccessAsync(cancellationToken).ConfigureAwait(false);
                await retention.RunAsync(cancellationToken).ConfigureAwait(false);
            }
            return Report(tally, pushed ?? pulled);
        }
        finally
        {
            cycle.Release();
        }
    }

    /// <summary>How the device stands.</summary>
    public async Task<SyncStatus> GetStatusAsync(CancellationToken cancellationToken = default)
    {
        DeviceState state = (await commands.Store.LoadAsync(new DeviceQuery(), cancellationToken).ConfigureAwait(false)).State;
        return new SyncStatus { Changes = state.Counts, LastSyncAt = state.LastSyncAt, DataAsOf = state.DataAsOf };
    }

    /// <summary>Reads the outbox, in order.</summary>
    public IAsyncEnumerable<OutboxItem> ReadOutboxAsync(OutboxFilter? filter = null, CancellationToken cancellationToken = default) =>
        commands.Store.ReadOutboxAsync(filter ?? new OutboxFilter(), cancellationToken);

    /// <summary>Drops the changes that the server has taken in from the outbox, whatever their age.</summary>
    /// <returns>How many were dropped.</returns>
    public Task<int> ClearSyncedAsync(CancellationToken cancellationToken = default) => retention.DropAsync(DateTimeOffset.MaxValue, cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await commands.Store.DisposeAsync().ConfigureAwait(false);
        commands.Dispose();
        cycle.Dispose();
    }

    /// <summary>One half of the cycle. When the server does not continue from here, the replica is pulled afresh, once.</summary>
    private async Task<SyncException?> TryAsync(Func<SyncTally, CancellationToken, Task> half, SyncTally tally, CancellationToken cancellationToken)
    {
        try
        {
            try
            {
                await half(tally, cancellationToken).ConfigureAwait(false);
            }
            catch (ResyncRequiredException) when (!tally.Refreshed)
            {
                tally.Refreshed = true;
                await RefreshSweep.BeginAsync(commands, cancellationToken).ConfigureAwait(false);
                await pull.RunAsync(tally, cancellationToken).ConfigureAwait(false);
                await half(tally, cancellationToken).ConfigureAwait(false);
            }
            return null;
        }
        catch (RegistrationRequiredException) when (!tally.Registered)
        {
            tally.Registered = true;
            await Registration.RenewAsync(commands, ids, cancellationToken).ConfigureAwait(false);
            return await TryAsync(half, tally, cancellationToken).ConfigureAwait(false);
        }
        catch (SyncException exception) when (exception is RegistrationRequiredException or SyncTransportException or ResyncRequiredException or ScopeNotFoundException)
        {
            return exception;
        }
    }

    private Task<bool> NoteSuccessAsync(CancellationToken cancellationToken) => commands.RunAsync(new DeviceQuery(), draft =>
    {
        draft.State = draft.State with { LastSyncAt = time.GetUtcNow() };
        return true;
    }, cancellationToken);

    private static SyncReport Report(SyncTally tally, SyncException? failure) => new()
    {
        Applied = tally.Applied,
        Merged = tally.Merged,
        Conflicts = tally.Conflicts,
        Rejected = tally.Rejected,
        Pulled = tally.Pulled,
        Refreshed = tally.Refreshed,
        Failure = failure,
    };
}
