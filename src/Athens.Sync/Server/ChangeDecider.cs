using System.Text.Json;
using Athens.Sync.Modeling;

namespace Athens.Sync.Server;

/// <summary>Decides a change against the entity as it is. A pure function: the table of the design, by operation.</summary>
internal static class ChangeDecider
{
    public static Decision Decide(DecisionInput input) =>
        input.Change.Makes ? CreateDecider.Decide(input) : DecideOnExisting(input);

    private static Decision DecideOnExisting(DecisionInput input)
    {
        Change change = input.Change;
        if (input.Current is not { } current || !input.Caller.MaySee(current.Scope))
            return Decision.Refuse(Verdicts.NotFound(change));
        if (current.IsDeleted)
            return DecideOnTombstone(input, current);
        if (change.ClientVersion is null && change.Base is null)
            return Decision.Refuse(Verdicts.Conflict(change, ConflictReason.MissingClientVersion, current, "The change says neither which version it was made on nor what it replaced."));
        if (input.MadeOn > current.Version)
            return Decision.Refuse(Verdicts.Conflict(change, ConflictReason.UnknownVersion, current, $"The change was made on version {input.MadeOn}; the server is at {current.Version}."));
        return change.Op is ChangeOp.Delete ? DecideDelete(input, current) : UpdateDecider.Decide(input, current);
    }

    private static Decision DecideOnTombstone(DecisionInput input, ServerEntity tombstone)
    {
        Change change = input.Change;
        if (change.Op is ChangeOp.Delete)
            return Decision.Take(tombstone);
        bool restores = change.Resolves?.Resolution is ResolutionKind.KeepMine or ResolutionKind.Merge && change.ClientVersion == tombstone.Version;
        return restores
            ? StaysDeleted(UpdateDecider.Decide(input with { MadeOn = tombstone.Version }, tombstone with { IsDeleted = false }))
            : Decision.Refuse(Verdicts.Conflict(change, ConflictReason.DeletedOnServer, tombstone, $"The {change.Entity} was deleted on the server."));
    }

    /// <summary>What could not be restored is deleted as before, whatever kept it from it: a device must not take the answer's state for one that is there.</summary>
    private static Decision StaysDeleted(Decision decision) =>
        decision.Refusal is ConflictedChange conflict ? Decision.Refuse(conflict with { Reason = ConflictReason.DeletedOnServer }) : decision;

    private static Decision DecideDelete(DecisionInput input, ServerEntity current)
    {
        Change change = input.Change;
        Dictionary<string, FieldConflict> edited = change.Base is null ? [] : Edited(input, current);
        bool unseen = change.Base is null ? input.MadeOn != current.Version : edited.Count > 0;
        return unseen
            ? Decision.Refuse(Verdicts.Conflict(change, ConflictReason.StaleVersion, current, "It was edited since.", edited))
            : Decision.Take(current with { IsDeleted = true }, input.MadeOn == current.Version ? AppliedStatus.Applied : AppliedStatus.Merged);
    }

    /// <summary>What is not as the sender saw it. On a stale version, what he does not mention he has not seen; a scope that he left to the server he need not have seen.</summary>
    private static Dictionary<string, FieldConflict> Edited(DecisionInput input, ServerEntity current) => input.Entity.Fields
        .Where(field => IsUnseen(field, input, current))
        .ToDictionary(field => field.Name, field => Verdicts.Field(field, input.Change, current), StringComparer.Ordinal);

    private static bool IsUnseen(FieldModel field, DecisionInput input, ServerEntity current) => input.Change.Base!.TryGetValue(field.Name, out JsonElement seen)
        ? !field.AreEqual(seen, current.State.Find(field.Name)) && !CreateDecider.IsLeftOpen(input.Entity, field, seen)
        : input.MadeOn != current.Version && !field.AreEqual(null, current.State.Find(field.Name));
}
