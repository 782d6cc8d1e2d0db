using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Athens.Sync.Wire;

/// <summary>
/// Holds an answer against its request before anything of it is believed: whatever carried it, an answer that does not
/// fit is not the server's.
/// </summary>
public static class AnswerCheck
{
    /// <summary>Holds verdicts against the changes sent: exactly one for each, and none for anything else.</summary>
    /// <exception cref="SyncTransportException">They do not fit: <see cref="TransportFailure.NotTheServer"/>.</exception>
    public static void Check(PushRequest request, PushResponse response, SyncLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(response);
        limits ??= SyncLimits.Default;
        foreach (AppliedChange applied in All(response.Applied, "applied"))
            CheckApplied(applied, limits);
        foreach (ConflictedChange conflict in All(response.Conflicts, "conflicts"))
            CheckConflict(conflict);
        foreach (RejectedChange rejected in All(response.Rejected, "rejected"))
            Require(rejected.Detail is not { } detail || WireText.IsReadable(detail), "A rejection's detail is not text.");
        CheckOneEach(request.Changes, [.. response.Applied, .. response.Conflicts, .. response.Rejected]);
        CheckSummary(response);
        foreach (ReservedBlock block in response.Reserved is null ? [] : All(response.Reserved, "reserved"))
            CheckBlock(request, block, limits);
    }

    /// <summary>Holds a page against what was asked for: the scope, the size, one state for each entity, and a way on.</summary>
    /// <exception cref="SyncTransportException">It does not fit: <see cref="TransportFailure.NotTheServer"/>.</exception>
    public static void Check(PullRequest request, PullResponse response, SyncLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(response);
        limits ??= SyncLimits.Default;
        Require(!string.IsNullOrEmpty(response.Scope) && (request.Scope ?? response.Scope) == response.Scope, "The page is of another scope than was asked for.");
        Require(!string.IsNullOrEmpty(response.Epoch), "The page names no epoch.");
        Require(!string.IsNullOrEmpty(response.Checkpoint), "The page has no checkpoint.");
        Require(!response.HasMore || response.Checkpoint != request.Checkpoint, "The page says that more is waiting, and ends where it began.");
        IReadOnlyList<PulledEntity> entities = All(response.Changes, "changes");
        Require(entities.Count <= (request.Limit ?? limits.PageEntitiesMax), "The page is longer than was asked for.");
        var seen = new HashSet<(string, string)>();
        foreach (PulledEntity entity in entities)
        {
            CheckEntity(entity, limits);
            Require(seen.Add((entity.Entity, entity.ServerId)), "The page has an entity twice.");
        }
    }

    private static void CheckApplied(AppliedChange applied, SyncLimits limits)
    {
        Require(IsKey(applied.ServerId, limits), "An applied change has no key.");
        Require(applied.NewVersion >= 0, "An applied change has no version.");
        Require(applied.Data is null || IsReadable(applied.Data), "An applied change has data that is not text.");
        Require(applied.Receipts?.All(receipt => receipt is { Field: not null, Rule: not null }) is null or true, "A merge receipt names no field or no rule.");
    }

    private static void CheckConflict(ConflictedChange conflict)
    {
        Require(conflict.Fields is not null && conflict.Fields.Values.All(field => field is { MergeHint: not null }), "A conflict has a field without a hint.");
        Require(conflict.ServerState is null || IsReadable(conflict.ServerState), "A conflict has a state that is not text.");
        Require(conflict.Fields.Values.All(field => new[] { field.Client, field.Server, field.Base }.All(value => value is not { } given || WireText.IsReadable(given))), "A conflict has a value that is not text.");
    }

    private static void CheckEntity(PulledEntity entity, SyncLimits limits)
    {
        Require(!string.IsNullOrEmpty(entity.Entity) && IsKey(entity.ServerId, limits), "The page has an entity without a type or a key.");
        Require(entity.Version > 0, "The page has an entity without a version.");
        Require(entity.Deleted || entity.Data is not null, "The page has an entity without a state.");
        Require(entity.Deleted || !entity.Left, "The page has an entity that left and is there.");
        Require(entity.Data is null || IsReadable(entity.Data), "The page has a state that is not text.");
    }

    private static void CheckOneEach(IReadOnlyList<Change> changes, IReadOnlyList<Outcome> verdicts)
    {
        var waiting = new Dictionary<(string, string), int>();
        foreach (Change change in changes)
            waiting[(change.Entity, change.OfflineId)] = waiting.GetValueOrDefault((change.Entity, change.OfflineId)) + 1;
        foreach (Outcome verdict in verdicts)
        {
            (string, string) key = (verdict.Entity ?? "", verdict.OfflineId ?? "");
            Require(waiting.GetValueOrDefault(key) > 0, "A verdict is on no change that was sent, or is the second on one.");
            waiting[key]--;
        }
        Require(verdicts.Count == changes.Count, "Not every change that was sent has a verdict.");
    }

    /// <summary>A block that is not beyond those that the device knows of would let it use a value twice.</summary>
    private static void CheckBlock(PushRequest request, ReservedBlock block, SyncLimits limits)
    {
        ReserveRequest? asked = request.Reserve?.FirstOrDefault(asked => asked.Entity == block.Entity && asked.Field == block.Field);
        Require(asked is not null, "A block of values is one that was not asked for.");
        Require(block.First <= block.Last && (asked.After is not { } after || block.First > after), "A block of values is none, or is one that the device had before.");
        Require((ulong)(block.Last - block.First) < (ulong)limits.BlockMax, "A block of values is longer than blocks are.");
    }

    private static void CheckSummary(PushResponse response)
    {
        int total = response.Applied.Count + response.Conflicts.Count + response.Rejected.Count;
        var counted = new PushSummary(total, response.Applied.Count, response.Conflicts.Count, response.Rejected.Count);
        Require(response.Summary == counted, "The summary does not number the verdicts.");
    }

    /// <summary>The list, which JSON may have set to null, or given a null in.</summary>
    private static IReadOnlyList<T> All<T>(IReadOnlyList<T>? items, string name)
        where T : class
    {
        Require(items is not null && items.All(item => item is not null), $"{name} is not a list.");
        return items;
    }

    private static bool IsKey(string? key, SyncLimits limits) => key is { Length: > 0 } && key.Length <= limits.KeyCharsMax;

    private static bool IsReadable(FieldValues values) => values.Values.All(WireText.IsReadable);

    private static void Require([DoesNotReturnIf(false)] bool holds, string message)
    {
        if (!holds)
            throw new SyncTransportException(TransportFailure.NotTheServer, message);
    }
}
