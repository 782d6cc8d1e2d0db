namespace Athens.Sync.EntityFrameworkCore.Tests.Stress.Sessions;

/// <summary>What had been acknowledged to anybody by the time that an operation was called.</summary>
internal sealed class RealTimeOrder
{
    private readonly Dictionary<SessionOperation, (long[] Versions, int Made)> before = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, List<EntityId>> made = new(StringComparer.Ordinal);
    private readonly List<Finding> findings = [];

    public RealTimeOrder(IReadOnlyList<SessionOperation> operations, IReadOnlyDictionary<string, ScopeIndex> scopes)
    {
        Dictionary<string, long[]> acknowledged = scopes.ToDictionary(scope => scope.Key, scope => scope.Value.NewVersions(), StringComparer.Ordinal);
        foreach (string scope in scopes.Keys)
            made[scope] = [];
        IEnumerable<(long At, SessionOperation Operation, bool IsCall)> events = operations.Select(o => (o.Invoked, o, true)).Concat(operations.Select(o => (o.Completed, o, false)));
        foreach ((_, SessionOperation operation, bool isCall) in events.OrderBy(e => e.At))
        {
            ScopeIndex index = scopes[operation.Scope];
            if (isCall)
                Call(operation, index, acknowledged[operation.Scope]);
            else if (operation.IsWrite)
                Answer(operation, index, acknowledged[operation.Scope]);
        }
    }

    public IReadOnlyList<Finding> Findings => findings;

    public long[] VersionsBefore(SessionOperation read) => before[read].Versions;

    /// <summary>The entities written once only, in the order of their acknowledgements, up to a read's call.</summary>
    public IEnumerable<EntityId> MadeBefore(SessionOperation read, int after) => made[read.Scope].Take(before[read].Made).Skip(after);

    public int CountMadeBefore(SessionOperation read) => before[read].Made;

    private void Call(SessionOperation operation, ScopeIndex index, long[] acknowledged)
    {
        if (!operation.IsWrite)
        {
            before[operation] = ((long[])acknowledged.Clone(), made[operation.Scope].Count);
            return;
        }
        foreach (Observation written in operation.Observed)
        {
            if (index.Find(written.Id) is { } number && written.Version <= acknowledged[number])
                findings.Add(new Finding(Anomaly.WriteOutOfOrder, $"{written.Id} v{written.Version} of {operation.Session}, called after v{acknowledged[number]} was acknowledged"));
        }
    }

    private void Answer(SessionOperation write, ScopeIndex index, long[] acknowledged)
    {
        index.Raise(acknowledged, write.Observed);
        made[write.Scope].AddRange(write.Observed.Where(written => index.Find(written.Id) is null).Select(written => written.Id));
    }
}
