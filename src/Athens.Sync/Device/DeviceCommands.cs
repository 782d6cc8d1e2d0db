namespace Athens.Sync.Device;

/// <summary>Runs commands against a device's store: look, decide, commit, and look again when the look no longer stands.</summary>
internal sealed class DeviceCommands(IDeviceStore store) : IDisposable
{
    private readonly SemaphoreSlim gate = new(1);

    public IDeviceStore Store => store;

    /// <summary>Runs a command whose look is known beforehand.</summary>
    public Task<TResult> RunAsync<TResult>(DeviceQuery query, Func<DeviceDraft, TResult> decide, CancellationToken cancellationToken) =>
        RunAsync(token => store.LoadAsync(query, token), decide, cancellationToken);

    /// <summary>Runs a command whose look takes more than one step. Every attempt looks afresh.</summary>
    public async Task<TResult> RunAsync<TResult>(Func<CancellationToken, Task<DeviceView>> look, Func<DeviceDraft, TResult> decide, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (true)
            {
                var draft = new DeviceDraft(await look(cancellationToken).ConfigureAwait(false));
                DeviceState before = draft.State;
                TResult result = decide(draft);
                if ((!draft.IsChanged && draft.State == before) || await store.CommitAsync(draft.ToCommit(), cancellationToken).ConfigureAwait(false))
                    return result;
            }
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();
}
