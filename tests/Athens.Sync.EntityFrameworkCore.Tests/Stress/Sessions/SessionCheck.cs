namespace Athens.Sync.EntityFrameworkCore.Tests.Stress.Sessions;

/// <summary>
/// Judges a history by itself, without a database: lost updates, whole transactions, the four session guarantees, causality, and
/// the order of real time. Operations of one session do not overlap, and every write has its answer.
/// </summary>
internal static class SessionCheck
{
    public static IReadOnlyList<Finding> Run(IReadOnlyCollection<SessionOperation> history)
    {
        SessionOperation[] operations = [.. history.OrderBy(operation => operation.Invoked)];
        var written = new WrittenVersions(operations);
        Dictionary<string, ScopeIndex> scopes = operations.Select(o => o.Scope).Distinct().ToDictionary(scope => scope, scope => Shared(operations, scope), StringComparer.Ordinal);
        var order = new RealTimeOrder(operations, scopes);
        HistoryIndex index = Index(operations, scopes, written, order);
        return [.. written.Findings, .. order.Findings, .. Sessions(operations, scopes, (replay, operation) => operation.IsWrite ? replay.Write(operation) : replay.Read(operation, index)).Findings];
    }

    private static ScopeIndex Shared(SessionOperation[] operations, string scope) => new(operations
        .Where(operation => operation.IsWrite && operation.Scope == scope)
        .SelectMany(operation => operation.Observed.Select(made => made.Id))
        .GroupBy(id => id)
        .Where(writes => writes.Skip(1).Any())
        .Select(writes => writes.Key));

    /// <summary>Two passes: what a write's session knew must be there before reads of it are judged.</summary>
    private static HistoryIndex Index(SessionOperation[] operations, Dictionary<string, ScopeIndex> scopes, WrittenVersions written, RealTimeOrder order)
    {
        var index = new HistoryIndex(written, order);
        foreach (SessionReplay replay in Sessions(operations, scopes, (replay, operation) => Learn(replay, operation)).Replays)
            index.Note(replay.KnownBefore);
        foreach (ScopeIndex scope in scopes.Values)
        {
            foreach (EntityId id in scope.Ids)
                index.Accumulate(scope, id);
        }
        return index;
    }

    private static IEnumerable<Finding> Learn(SessionReplay replay, SessionOperation operation)
    {
        if (operation.IsWrite)
            _ = replay.Write(operation).Count();
        else
            replay.Learn(operation);
        return [];
    }

    private static (List<Finding> Findings, IEnumerable<SessionReplay> Replays) Sessions(SessionOperation[] operations, Dictionary<string, ScopeIndex> scopes, Func<SessionReplay, SessionOperation, IEnumerable<Finding>> judge)
    {
        var replays = new Dictionary<string, SessionReplay>(StringComparer.Ordinal);
        var findings = new List<Finding>();
        foreach (SessionOperation operation in operations)
        {
            if (!replays.TryGetValue(operation.Session, out SessionReplay? replay))
                replays[operation.Session] = replay = new SessionReplay(scopes[operation.Scope]);
            findings.AddRange(judge(replay, operation));
        }
        return (findings, replays.Values);
    }
}
