namespace Athens.Sync.EntityFrameworkCore.Tests.Stress.Sessions;

/// <summary>The entities of one scope that were written more than once, numbered, so that what is known of them is an array of versions.</summary>
internal sealed class ScopeIndex
{
    private readonly Dictionary<EntityId, int> numbers;

    public ScopeIndex(IEnumerable<EntityId> ids)
    {
        Ids = [.. ids];
        numbers = Ids.Select((id, n) => (id, n)).ToDictionary(pair => pair.id, pair => pair.n);
    }

    public EntityId[] Ids { get; }

    public int? Find(EntityId id) => numbers.TryGetValue(id, out int number) ? number : null;

    public long[] NewVersions() => new long[Ids.Length];

    public void Raise(long[] versions, IEnumerable<Observation> observed)
    {
        foreach (Observation seen in observed)
        {
            if (Find(seen.Id) is { } number)
                versions[number] = Math.Max(versions[number], seen.Version);
        }
    }

    public static void Raise(long[] versions, long[] by)
    {
        for (int n = 0; n < versions.Length; n++)
            versions[n] = Math.Max(versions[n], by[n]);
    }

    /// <summary>The first entity that is older than it must be; null when none is.</summary>
    public EntityId? FirstBelow(long[] versions, long[] required)
    {
        for (int n = 0; n < versions.Length; n++)
        {
            if (versions[n] < required[n])
                return Ids[n];
        }
        return null;
    }
}
