namespace Athens.Sync.EndToEnd.Measuring;

/// <summary>Looks again and again at how much memory its process holds, and keeps the most.</summary>
public sealed class MemoryPeak : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    private readonly Lock looking = new();
    private readonly Timer timer;
    private MemoryFigures idle = new();
    private MemoryFigures most = new();

    public MemoryPeak() => timer = new Timer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>What is held now, with nothing to do, becomes the floor above which the rest is counted.</summary>
    public MemoryFigures Begin()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        idle = most = Now();
        timer.Change(Interval, Interval);
        return idle;
    }

    /// <summary>The most that was held above the floor.</summary>
    public MemoryFigures Read()
    {
        Look();
        return new MemoryFigures { WorkingSet = most.WorkingSet - idle.WorkingSet, Heap = most.Heap - idle.Heap };
    }

    /// <summary>The timer may look once more after this.</summary>
    public void Dispose() => timer.Dispose();

    private void Look()
    {
        lock (looking)
        {
            MemoryFigures now = Now();
            most = new MemoryFigures { WorkingSet = Math.Max(most.WorkingSet, now.WorkingSet), Heap = Math.Max(most.Heap, now.Heap) };
        }
    }

    private static MemoryFigures Now() => new() { WorkingSet = Environment.WorkingSet, Heap = GC.GetTotalMemory(forceFullCollection: false) };
}
