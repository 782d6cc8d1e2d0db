using System.Text.Json;
using Athens.Sync.Modeling;

namespace Athens.Sync.Server;

/// <summary>Judges what can be judged of a change without looking at the row: is it of the model at all?</summary>
internal static class ChangeCheck
{
    /// <summary>The rejection, or null for a change that the model understands.</summary>
    public static RejectedChange? Refuse(SyncModel model, Change change) =>
        model.Find(change.Entity) is not { } entity
            ? Verdicts.Reject(change, RejectionReason.UnknownEntity, $"There is no entity '{change.Entity}'.")
            : RefuseOp(entity, change) ?? RefuseKey(entity, change) ?? RefuseFields(entity, change);

    private static RejectedChange? RefuseOp(EntityModel entity, Change change)
    {
        string? why = change.Op switch
        {
            ChangeOp.Append when !entity.IsAppendOnly => $"{entity.Type} is not only added to; use create.",
            ChangeOp.UpdateStatus when entity.Status is null => $"{entity.Type} has no status.",
            not (ChangeOp.Create or ChangeOp.Append) when entity.IsAppendOnly => $"{entity.Type} is only ever added to.",
            _ => null,
        };
        if (why is not null)
            return Verdicts.Reject(change, RejectionReason.UnknownOp, why);
        return change.Op is ChangeOp.UpdateStatus && !change.Data.ContainsKey(entity.Status!.Field.Name)
            ? Verdicts.Reject(change, RejectionReason.ValidationError, entity.Status.Field.Name, "The new status is missing.")
            : null;
    }

    private static RejectedChange? RefuseKey(EntityModel entity, Change change)
    {
        if (change.ServerId is null)
            return change.Makes && (entity.TakesMadeKeys || entity.HasServerAssignedKey) ? null : Verdicts.Reject(change, RejectionReason.MissingServerId, "server_id is missing.");
        try
        {
            entity.ParseKey(change.ServerId);
            return null;
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            return Verdicts.Reject(change, RejectionReason.ValidationError, "server_id", $"It is not a key of {entity.Type}.");
        }
    }

    private static RejectedChange? RefuseFields(EntityModel entity, Change change)
    {
        Dictionary<string, string>? unknown = null;
        Dictionary<string, string>? errors = null;
        foreach ((string name, JsonElement value) in change.Data.Fields)
        {
            if (entity.Find(name) is not { } field)
                (unknown ??= new(StringComparer.Ordinal))[name] = $"{entity.Type} has no such field.";
            else if (Wrong(field, value) is { } error)
                (errors ??= new(StringComparer.Ordinal))[name] = error;
        }
        if (unknown is not null && !entity.IgnoresUnknownFields)
            return Verdicts.Reject(change, RejectionReason.UnknownField, unknown);
        return errors is null ? null : Verdicts.Reject(change, RejectionReason.ValidationError, errors);
    }

    private static string? Wrong(FieldModel field, JsonElement value)
    {
        if (field.CanHold(value))
            return null;
        return value.ValueKind is JsonValueKind.Null ? "It cannot be null." : $"{Capital(Json.Describe(value))} is not a value of this field.";
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
