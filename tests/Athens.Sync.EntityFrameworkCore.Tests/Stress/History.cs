using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Athens.Sync.EntityFrameworkCore.Tests.Stress;

/// <summary>What callers were told while the load ran. Used by many threads.</summary>
internal sealed class History(IReadOnlyList<string> scopes, int acknowledgedPerFault = 40)
{
    private readonly ConcurrentDictionary<EntityId, ConcurrentQueue<long>> versions = new();
    private readonly ConcurrentDictionary<EntityId, long> increments = new();
    private readonly ConcurrentDictionary<string, long> feedWrites = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Channel<bool>> news = scopes.ToDictionary(scope => scope, _ => NewSignal(), StringComparer.Ordinal);
    private readonly Channel<bool> faultsDue = NewSignal();
    private long acknowledged;
    private long retries;
    private long checks;

    public IReadOnlyDictionary<EntityId, ConcurrentQueue<long>> Versions => versions;

    public long Acknowledged => Interlocked.Read(ref acknowledged);

    public long Retries => Interlocked.Read(ref retries);

    public long Checks => Interlocked.Read(ref checks);

    /// <summary>Signals now and then, for as long as changes are acknowledged.</summary>
    public ChannelReader<bool> FaultsDue => faultsDue.Reader;

    /// <summary>Signals that something in the scope was acknowledged.</summary>
    public ChannelReader<bool> NewsOf(string scope) => news[scope].Reader;

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
        news[scope].Writer.TryWrite(true);
        if (Interlocked.Increment(ref acknowledged) % acknowledgedPerFault == 0)
            faultsDue.Writer.TryWrite(true);
    }

    public void NoteRetry() => Interlocked.Increment(ref retries);

    public void NoteCheck() => Interlocked.Increment(ref checks);

    /// <summary>No more is to come.</summary>
    public void Close()
    {
        faultsDue.Writer.TryComplete();
        foreach (Channel<bool> signal in news.Values)
            signal.Writer.TryComplete();
    }

    private static Channel<bool> NewSignal() => Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
}
