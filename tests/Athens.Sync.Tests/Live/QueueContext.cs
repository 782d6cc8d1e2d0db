using System.Collections.Concurrent;

namespace Athens.Sync.Tests.Live;

/// <summary>A context with one thread, the test's: what is posted to it runs when the test says so.</summary>
public sealed class QueueContext : SynchronizationContext, IDisposable
{
    private readonly ConcurrentQueue<(SendOrPostCallback Callback, object? State)> posted = new();
    private readonly SemaphoreSlim count = new(0);

    /// <summary>True while something posted runs.</summary>
    public bool IsRunning { get; private set; }

    public override void Post(SendOrPostCallback d, object? state)
    {
        posted.Enqueue((d, state));
        count.Release();
    }

    /// <summary>Waits for the next thing posted, and runs it.</summary>
    public async Task RunNextAsync(TimeSpan patience)
    {
        Assert.True(await count.WaitAsync(patience), "Nothing was posted.");
        Assert.True(posted.TryDequeue(out (SendOrPostCallback Callback, object? State) next));
        IsRunning = true;
        next.Callback(next.State);
        IsRunning = false;
    }

    public void Dispose() => count.Dispose();
}
