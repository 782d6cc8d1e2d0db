namespace Athens.Sync.EntityFrameworkCore.Tests.Stress.Sessions;

/// <summary>Every version of every entity with the write that made it, as the writers were told.</summary>
internal sealed class WrittenVersions
{
    private readonly Dictionary<EntityId, SortedDictionary<long, (SessionOperation Write, Observation Made)>> byEntity = [];
    private readonly List<Finding> findings = [];

    public WrittenVersions(IEnumerable<SessionOperation> operations)
    {
        foreach (SessionOperation write in operations.Where(operation => operation.IsWrite))
        {
            foreach (Observation made in write.Observed)
                Add(write, made);
        }
        foreach ((EntityId id, SortedDictionary<long, (SessionOperation Write, Observation Made)> versions) in byEntity)
            Check(id, versions);
    }

    public IReadOnlyList<Finding> Findings => findings;

    /// <summary>The versions of an entity with their writes, the first one first.</summary>
    public IEnumerable<KeyValuePair<long, (SessionOperation Write, Observation Made)>> VersionsOf(EntityId id) => byEntity[id];

    public (SessionOperation Write, Observation Made)? Find(EntityId id, long version) =>
        byEntity.TryGetValue(id, out SortedDictionary<long, (SessionOperation Write, Observation Made)>? versions) && versions.TryGetValue(version, out var found) ? found : null;

    private void Add(SessionOperation write, Observation made)
    {
        if (!byEntity.TryGetValue(made.Id, out SortedDictionary<long, (SessionOperation Write, Observation Made)>? versions))
            byEntity[made.Id] = versions = [];
        if (!versions.TryAdd(made.Version, (write, made)))
            findings.Add(new Finding(Anomaly.VersionGivenTwice, $"{made.Id} v{made.Version} to {versions[made.Version].Write.Session} and {write.Session}"));
    }

    private void Check(EntityId id, SortedDictionary<long, (SessionOperation Write, Observation Made)> versions)
    {
        long expected = 1;
        long? before = null;
        foreach ((long version, (SessionOperation write, Observation made)) in versions)
        {
            if (version != expected)
                findings.Add(new Finding(Anomaly.VersionGivenToNobody, $"{id} v{expected}, before v{version} of {write.Session}"));
            else if (before is { } counted && made.Count is { } count && count != counted + made.Adds)
                findings.Add(new Finding(Anomaly.LostUpdate, $"{id} v{version} of {write.Session} counts {count} after {counted}"));
            (expected, before) = (version + 1, made.Count);
        }
    }
}
