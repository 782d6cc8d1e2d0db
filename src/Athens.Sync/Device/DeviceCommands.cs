namespace Athens.Sync.Device;

/// <summary>
/// Runs commands against a device's store: look, decide, commit, and look again when the look no longer stands. What was
/// committed is told to those who watch, in the order of the commits.
/// </summary>
internal sealed class DeviceCommands : IDisposable
{
    /// <summary>How often a command is decided anew: other processes may come before it, and not for ever.</summary>
    private const int AttemptsMax = 1_000;

    private readonly SemaphoreSlim gate;
    private readonly bool isOfCycle;

    public DeviceCommands(IDeviceStore store) : this(store, new SemaphoreSlim(1), new DeviceObservers(), new AppUse(), isOfCycle: false)
    {
    }

    private DeviceCommands(IDeviceStore store, SemaphoreSlim gate, DeviceObservers observers, AppUse use, bool isOfCycle)
    {
        this.gate = gate;
        this.isOfCycle = isOfCycle;
        Store = store;
        Observers = observers;
        Use = use;
    }

    public IDeviceStore Store { get; }

    public DeviceObservers Observers { get; }

    /// <summary>What is written beside a cycle, as far as it is known here: by this client, or by another process that came before a commit.</summary>
    public AppUse Use { get; }

    /// <summary>The same commands, for a cycle: what it writes is not taken for something that the app has to send.</summary>
    public DeviceCommands OfCycle() => new(Store, gate, Observers, Use, isOfCycle: true);

    /// <summary>Runs a command whose look is known beforehand.</summary>
    public Task<TResult> RunAsync<TResult>(DeviceQuery query, Func<DeviceDraft, TResult> decide, CancellationToken cancellationToken) =>
        RunAsync(token => AliasLook.LoadAsync(Store, query, token), decide, cancellationToken);

    /// <summary>
    /// Runs a command whose look takes more than one step. Every attempt looks afresh. A cycle looks and decides before it keeps others from
    /// writing, so that a user's save waits for its commit alone; where something was written meanwhile, it does both again.
    /// </summary>
    public async Task<TResult> RunAsync<TResult>(Func<CancellationToken, Task<DeviceView>> look, Func<DeviceDraft, TResult> decide, CancellationToken cancellationToken)
    {
        if (!isOfCycle)
            Use.Note();
        (TResult Result, DeviceCommit? Commit)? ahead = isOfCycle ? await DecideAsync(look, decide, cancellationToken).ConfigureAwait(false) : null;
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            for (int attempt = 0; attempt < AttemptsMax; attempt++)
            {
                (TResult result, DeviceCommit? commit) = ahead ?? await DecideAsync(look, decide, cancellationToken).ConfigureAwait(false);
                if (commit is null || await CommitAsync(commit, cancellationToken).ConfigureAwait(false))
                    return result;
                Use.Note();
                ahead = null;
            }
            throw new StoreException(StoreFailure.Busy, $"The store refused a commit {AttemptsMax} times, for something else was written each time.");
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose()
    {
        Observers.Close();
        gate.Dispose();
    }

    /// <summary>Looks and decides; there is no commit where nothing is to be written.</summary>
    private static async Task<(TResult Result, DeviceCommit? Commit)> DecideAsync<TResult>(Func<CancellationToken, Task<DeviceView>> look, Func<DeviceDraft, TResult> decide, CancellationToken cancellationToken)
    {
        var draft = new DeviceDraft(await look(cancellationToken).ConfigureAwait(false));
        DeviceState before = draft.State;
        TResult result = decide(draft);
        return (result, draft.IsChanged || draft.State != before ? draft.ToCommit() : null);
    }

    private async Task<bool> CommitAsync(DeviceCommit commit, CancellationToken cancellationToken)
    {
        try
        {
            bool stands = await Store.CommitAsync(commit, cancellationToken).ConfigureAwait(false);
            if (stands)
                Observers.Publish(DeviceChange.Of(commit, isOfCycle));
            return stands;
        }
        catch (OperationCanceledException)
        {
            // Whether it was written before the call gave up, only the store knows.
            Observers.Publish(new DeviceChange { IsUnknown = true, IsOfCycle = isOfCycle });
            throw;
        }
    }
}
