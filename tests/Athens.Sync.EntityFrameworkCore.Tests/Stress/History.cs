using System.Collections.Concurrent;
using System.Threading.Channels;
using Athens.Sync.EntityFrameworkCore.Tests.Stress.Sessions;

namespace Athens.Sync.EntityFrameworkCore.Tests.Stress;

/// <summary>What callers were told while the load ran. Used by many threads.</summary>
internal sealed class History(int acknowledgedPerFault = 40)
{
    private readonly ConcurrentDictionary<EntityId, ConcurrentQueue<long>> versions = new();
    private readonly ConcurrentDictionary<EntityId, long> increments = new();
    private readonly ConcurrentDictionary<string, long> feedWrites = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<SessionOperation> operations = new();
    private readonly ConcurrentDictionary<string, ConcurrentBag<Channel<bool>>> news = new(StringComparer.Ordinal);
    private readonly Channel<bool> faultsDue = NewSignal();
    private long acknowledged;
    private long retries;
    private long checks;
    private long clock;

    public IReadOnlyDictionary<EntityId, ConcurrentQueue<long>> Versions => versions;

    public long Acknowledged => Interlocked.Read(ref acknowledged);

    public long Retries => Interlocked.Read(ref retries);

    public long Checks => Interlocked.Read(ref checks);

    /// <summary>Signals now and then, for as long as changes are acknowledged.</summary>
    public ChannelReader<bool> FaultsDue => faultsDue.Reader;

    /// <summary>What each session was told, for <see cref="SessionCheck"/>.</summary>
    public IReadOnlyCollection<SessionOperation> Operations => operations;

    /// <summary>The next tick of the clock that all sessions share.</summary>
    public long Tick() => Interlocked.Increment(ref clock);

    public void Record(SessionOperation operation) => operations.Enqueue(operation);

    /// <summary>Signals that something in the scope was acknowledged; each reader has its own.</summary>
    public ChannelReader<bool> NewsOf(string scope)
    {
        Channel<bool> signal = NewSignal();
        news.GetOrAdd(scope, _ => []).Add(signal);
        return signal.Reader;
    }

    public long IncrementsOf(EntityId id) => increments.GetValueOrDefault(id);

    public long FeedWritesOf(string scope) => feedWrites.GetValueOrDefault(scope);

    /// <summary>A caller was told that its write gave the entity this version.</summary>
    public void Acknowledge(string scope, EntityId id, long version, bool isIncrement, bool isFeedWrite = true)
    {
        versions.GetOrAdd(id, _ => []).Enqueue(version);
        if (isIncrement)
            increments.AddOrUpdate(id, 1, (_, count) => count + 1);
        if (isFeedWrite)
            feedWrites.AddOrUpdate(scope, 1, (_, count) => count + 1);
        foreach (Channel<bool> signal in news.GetValueOrDefault(scope, []))
            signal.Writer.TryWrite(true);
        if (Interlocked.Increment(ref acknowledged) % acknowledgedPerFault == 0)
            faultsDue.Writer.TryWrite(true);
    }

    public void NoteRetry() => Interlocked.Increment(ref retries);

    public void NoteCheck() => Interlocked.Increment(ref checks);

    /// <summary>No more is to come.</summary>
    public void Close()
    {
        faultsDue.Writer.TryComplete();
        foreach (Channel<bool> signal in news.Values.SelectMany(signals => signals))
            signal.Writer.TryComplete();
    }

    private static Channel<bool> NewSignal() => Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
}
