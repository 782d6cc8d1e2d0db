namespace Athens.Sync.Scheduling;

/// <summary>A loop from its start to its stop.</summary>
internal sealed class LoopRun : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly CancellationTokenSource cancel = new();
    private readonly Task task;

    /// <summary>Starts.</summary>
    /// <param name="run">What runs, with a token that says to begin nothing more, and one that says to break off.</param>
    public LoopRun(Func<CancellationToken, CancellationToken, Task> run) => task = Task.Run(() => run(stop.Token, cancel.Token));

    /// <summary>Begins nothing more.</summary>
    public void Stop() => stop.Cancel();

    /// <summary>Stops: lets what is under way end by itself for a time, then breaks it off and gives it the same time again.</summary>
    /// <returns>False when it did not end in time; it is left to.</returns>
    public async Task<bool> StopAsync(TimeSpan grace, TimeProvider time, CancellationToken cancellationToken)
    {
        Stop();
        if (await EndsAsync(grace, time, cancellationToken).ConfigureAwait(false))
            return true;
        await cancel.CancelAsync().ConfigureAwait(false);
        return await EndsAsync(grace, time, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Only once it has ended: what still runs asks its tokens.</summary>
    public void Dispose()
    {
        stop.Dispose();
        cancel.Dispose();
    }

    private async Task<bool> EndsAsync(TimeSpan within, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(within, time, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException && !task.IsCompleted)
        {
            return false;
        }
    }
}
