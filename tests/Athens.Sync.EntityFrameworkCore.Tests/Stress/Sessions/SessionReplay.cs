namespace Athens.Sync.EntityFrameworkCore.Tests.Stress.Sessions;

/// <summary>One session's operations in their order, with what it knew at each.</summary>
internal sealed class SessionReplay(ScopeIndex index)
{
    private readonly Dictionary<EntityId, long> seen = [];
    private readonly Dictionary<EntityId, long> own = [];
    private readonly long[] view = index.NewVersions();
    private readonly long[] known = index.NewVersions();
    private int madeSeen;

    /// <summary>What the session knew before each of its writes.</summary>
    public Dictionary<SessionOperation, long[]> KnownBefore { get; } = new(ReferenceEqualityComparer.Instance);

    public IEnumerable<Finding> Write(SessionOperation write)
    {
        KnownBefore[write] = (long[])known.Clone();
        foreach (Observation made in write.Observed)
        {
            if (own.TryGetValue(made.Id, out long before) && made.Version <= before)
                yield return new Finding(Anomaly.MonotonicWrites, $"{made.Id} v{made.Version} of {write.Session} after its v{before}");
            if (seen.TryGetValue(made.Id, out long read) && made.Version <= read)
                yield return new Finding(Anomaly.WritesFollowReads, $"{made.Id} v{made.Version} of {write.Session} after it read v{read}");
            own[made.Id] = made.Version;
        }
        index.Raise(known, write.Observed);
    }

    /// <summary>Takes what a read told, and judges nothing.</summary>
    public void Learn(SessionOperation read) => index.Raise(known, read.Observed);

    public IEnumerable<Finding> Read(SessionOperation read, HistoryIndex history)
    {
        foreach (Observation found in read.Observed)
        {
            if (seen.TryGetValue(found.Id, out long before) && found.Version < before)
                yield return new Finding(Anomaly.MonotonicReads, $"{found.Id} v{found.Version} of {read.Session} after v{before}");
            seen[found.Id] = found.Version;
            if (index.Find(found.Id) is { } number)
                view[number] = found.Version;
        }
        index.Raise(known, read.Observed);
        foreach ((EntityId id, long version) in own)
        {
            if (seen.GetValueOrDefault(id) < version)
                yield return new Finding(Anomaly.ReadYourWrites, $"{read.Session} wrote {id} v{version} and reads v{seen.GetValueOrDefault(id)}");
        }
        foreach (Finding finding in read.Observed.SelectMany(found => Judge(read, found, history)).Concat(Stale(read, history.Order)))
            yield return finding;
    }

    private IEnumerable<Finding> Judge(SessionOperation read, Observation found, HistoryIndex history)
    {
        if (history.Written.Find(found.Id, found.Version) is not { } origin || (found.Count is { } count && origin.Made.Count is { } written && count != written))
        {
            yield return new Finding(Anomaly.ReadOfWhatNobodyWrote, $"{found.Id} v{found.Version} counting {found.Count} by {read.Session}");
            yield break;
        }
        foreach (Observation other in origin.Write.Observed.Where(other => seen.GetValueOrDefault(other.Id) < other.Version))
            yield return new Finding(Anomaly.TornTransaction, $"{read.Session} reads {found.Id} v{found.Version} and not {other.Id} v{other.Version} of the same transaction");
        if (index.FirstBelow(view, history.RequiredBy(found, origin.Write)) is { } missing)
            yield return new Finding(Anomaly.Causality, $"{read.Session} reads {found.Id} v{found.Version} and {missing} older than it was to its writer");
    }

    private IEnumerable<Finding> Stale(SessionOperation read, RealTimeOrder order)
    {
        if (index.FirstBelow(view, order.VersionsBefore(read)) is { } old)
            yield return new Finding(Anomaly.StaleRead, $"{read.Session} reads {old} older than it was acknowledged before");
        foreach (EntityId id in order.MadeBefore(read, madeSeen).Where(id => !seen.ContainsKey(id)))
            yield return new Finding(Anomaly.StaleRead, $"{read.Session} misses {id}, which was acknowledged before");
        madeSeen = order.CountMadeBefore(read);
    }
}
