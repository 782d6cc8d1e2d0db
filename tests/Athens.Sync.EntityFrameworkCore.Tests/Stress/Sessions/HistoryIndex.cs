namespace Athens.Sync.EntityFrameworkCore.Tests.Stress.Sessions;

/// <summary>What a read of a version must show besides it.</summary>
internal sealed class HistoryIndex(WrittenVersions written, RealTimeOrder order)
{
    private readonly Dictionary<SessionOperation, long[]> knownBefore = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(EntityId Id, long Version), long[]> upTo = [];

    public WrittenVersions Written => written;

    public RealTimeOrder Order => order;

    public void Note(IReadOnlyDictionary<SessionOperation, long[]> known)
    {
        foreach ((SessionOperation write, long[] versions) in known)
            knownBefore[write] = versions;
    }

    /// <summary>Whoever reads a version has what every writer up to it knew.</summary>
    public void Accumulate(ScopeIndex index, EntityId id)
    {
        long[] sum = index.NewVersions();
        foreach ((long version, (SessionOperation write, _)) in written.VersionsOf(id))
        {
            ScopeIndex.Raise(sum, knownBefore[write]);
            upTo[(id, version)] = (long[])sum.Clone();
            index.Raise(sum, write.Observed);
        }
    }

    public long[] RequiredBy(Observation found, SessionOperation write) => upTo.GetValueOrDefault((found.Id, found.Version)) ?? knownBefore[write];
}
