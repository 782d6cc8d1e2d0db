using Athens.Sync.Device;
using Athens.Sync.Transport;

namespace Athens.Sync.Client;

/// <summary>One cycle: send what waits, then pull what is new. One at a time.</summary>
internal sealed class SyncCycle : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private readonly DeviceCommands commands;
    private readonly PushCycle push;
    private readonly PullCycle pull;
    private readonly Retention retention;
    private readonly SyncActivity activity;
    private readonly TimeProvider time;
    private readonly SyncIds ids;

    public SyncCycle(SyncModel model, DeviceCommands commands, ISyncTransport transport, SyncActivity activity, TimeProvider time, SyncIds ids, SyncClientOptions options)
    {
        this.commands = commands.OfCycle();
        this.activity = activity;
        this.time = time;
        this.ids = ids;
        push = new PushCycle(model, this.commands, transport, time, options);
        pull = new PullCycle(model, this.commands, transport, options);
        retention = new Retention(this.commands, time, options.SyncedRetention);
    }

    public async Task<SyncReport> RunAsync(IProgress<SyncProgress>? progress, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            activity.Begin();
            SyncReport report = await TryAsync(progress, cancellationToken).ConfigureAwait(false);
            activity.End(report.Failure);
            return report;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            activity.GiveUp();
            throw;
        }
        catch (Exception exception)
        {
            activity.End(exception);
            throw;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Drops what the server has taken in, whatever its age.</summary>
    public Task<int> ClearSyncedAsync(CancellationToken cancellationToken) => retention.DropAsync(DateTimeOffset.MaxValue, cancellationToken);

    public void Dispose() => turn.Dispose();

    private async Task<SyncReport> TryAsync(IProgress<SyncProgress>? progress, CancellationToken cancellationToken)
    {
        await Registration.EnsureAsync(commands, ids, cancellationToken).ConfigureAwait(false);
        SyncTally tally = await BeginTallyAsync(progress, cancellationToken).ConfigureAwait(false);
        tally.Tell(SyncPhase.Push);
        SyncException? pushed = await TryAsync(pull.BeginAsync, tally, cancellationToken).ConfigureAwait(false);
        // A feed that is closed to this user keeps nothing from being sent, but for what would reach a history that the device has seen nothing of.
        if (pushed is null || (pushed is ScopeNotFoundException && (await StateAsync(cancellationToken).ConfigureAwait(false)).Epoch is not null))
            pushed = await TryAsync(push.RunAsync, tally, cancellationToken).ConfigureAwait(false);
        tally.Tell(SyncPhase.Pull);
        SyncException? pulled = await TryAsync(pull.RunAsync, tally, cancellationToken).ConfigureAwait(false);
        // The pull met a new history: what that has lost is sent at once, for nobody else may have it.
        if (tally.Refreshed && pushed is null && pulled is null && (await StateAsync(cancellationToken).ConfigureAwait(false)).OffersAgain)
        {
            pushed = await TryAsync(push.RunAsync, tally, cancellationToken).ConfigureAwait(false);
            pulled = await TryAsync(pull.RunAsync, tally, cancellationToken).ConfigureAwait(false);
        }
        if (pushed is null && pulled is null)
        {
            await NoteSuccessAsync(cancellationToken).ConfigureAwait(false);
            await retention.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        return tally.Report(pushed ?? pulled);
    }

    private async Task<DeviceState> StateAsync(CancellationToken cancellationToken) =>
        (await commands.Store.LoadAsync(new DeviceQuery(), cancellationToken).ConfigureAwait(false)).State;

    private async Task<SyncTally> BeginTallyAsync(IProgress<SyncProgress>? progress, CancellationToken cancellationToken)
    {
        if (progress is null)
            return new SyncTally();
        return new SyncTally(progress, (await StateAsync(cancellationToken).ConfigureAwait(false)).Counts.Waiting);
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
}
