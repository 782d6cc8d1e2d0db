using System.Text.Json;
using Athens.Sync.Device;
using Athens.Sync.Modeling;

namespace Athens.Sync.Outbox;

/// <summary>
/// Decides whether two changes of one entity that follow each other, the first never sent, become one. Total: every
/// pair has a result.
/// </summary>
internal static class Coalescing
{
    /// <summary>What becomes of the pair.</summary>
    /// <param name="Joins">False: both stay.</param>
    /// <param name="Change">The one change; null when the two cancel each other.</param>
    public readonly record struct Result(bool Joins, Change? Change);

    private static readonly Result Both = new(false, null);

    /// <param name="entity">The entity type.</param>
    /// <param name="isReferred">True when another type may hold the entity's key: what others may depend on stays as it is.</param>
    /// <param name="first">The earlier change.</param>
    /// <param name="next">The later one.</param>
    public static Result Of(EntityModel entity, bool isReferred, OutboxItem first, Change next)
    {
        if (first.Status is not OutboxStatus.Pending || first.Change.Resolves is not null || next.Resolves is not null)
            return Both;
        return (first.Change.Op, next.Op) switch
        {
            (ChangeOp.Update, ChangeOp.Update) when Follows(entity, first.Change, next) => Join(entity, first.Change, next),
            (ChangeOp.Create, ChangeOp.Update) when !isReferred => new Result(true, first.Change with { Data = first.Change.Data.With(next.Data), ChangedAt = next.ChangedAt }),
            (ChangeOp.Create, ChangeOp.Delete) when !isReferred => new Result(true, null),
            (ChangeOp.Update, ChangeOp.Delete) => new Result(true, next with
            {
                OfflineId = first.Change.OfflineId,
                ClientVersion = first.Change.ClientVersion,
                Base = (next.Base ?? FieldValues.Empty).With((first.Change.Base ?? FieldValues.Empty).Where(first.Change.Data.ContainsKey)),
            }),
            _ => Both,
        };
    }

    /// <summary>
    /// True when the later change was made on just what the earlier one wrote, and beside it saw what that saw. Where a pull came
    /// between, it was made on more, and the earlier base with the later value would take back, or count again, what others did.
    /// </summary>
    private static bool Follows(EntityModel entity, Change first, Change next) =>
        first.Data.All(written => !next.Data.ContainsKey(written.Key) || AreEqual(entity, written.Key, next.Base?.Find(written.Key), written.Value))
        && (first.Base ?? FieldValues.Empty).All(seen => first.Data.ContainsKey(seen.Key) || next.Base?.ContainsKey(seen.Key) is not true || AreEqual(entity, seen.Key, next.Base[seen.Key], seen.Value));

    private static bool AreEqual(EntityModel entity, string name, JsonElement? one, JsonElement other) => entity.Find(name) is not { } field || field.AreEqual(one, other);

    private static Result Join(EntityModel entity, Change first, Change next)
    {
        FieldValues replaced = (next.Base ?? FieldValues.Empty).With(first.Base ?? FieldValues.Empty);
        FieldValues data = first.Data.With(next.Data).Where(name => !IsBack(entity, name, first.Data.With(next.Data), replaced));
        return data.Count == 0
            ? new Result(true, null)
            : new Result(true, first with { Data = data, Base = replaced, ChangedAt = next.ChangedAt });
    }

    /// <summary>The field was edited and edited back: nothing is left to say of it.</summary>
    private static bool IsBack(EntityModel entity, string name, FieldValues data, FieldValues replaced) =>
        entity.Find(name) is { } field && replaced.TryGetValue(name, out JsonElement old) && field.AreEqual(old, data[name]);
}
