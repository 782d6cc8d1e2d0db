using Athens.Sync.Merging;
using System.Text.Json;
using Athens.Sync.Modeling;

namespace Athens.Sync.Server;

/// <summary>Decides a create or an append.</summary>
internal static class CreateDecider
{
    public static Decision Decide(DecisionInput input) =>
        input.Current is { } current ? DecideOnTaken(input, current) : DecideNew(input);

    private static Decision DecideOnTaken(DecisionInput input, ServerEntity current)
    {
        Change change = input.Change;
        if (!input.Caller.MaySee(current.Scope))
            return Decision.Refuse(Verdicts.NotFound(change));
        if (current.IsDeleted && input.MadeOn == current.Version)
            return DecideNew(input);
        if (current.IsDeleted)
            return Decision.Refuse(Verdicts.Conflict(change, ConflictReason.DeletedOnServer, current, $"The {change.Entity} was deleted on the server."));
        Dictionary<string, FieldConflict> differing = input.Entity.Fields
            .Where(field => change.Data.TryGetValue(field.Name, out JsonElement sent) && !IsLeftOpen(input.Entity, field, sent) && !field.AreEqual(sent, current.State.Find(field.Name)))
            .ToDictionary(field => field.Name, field => Verdicts.Field(field, change, current), StringComparer.Ordinal);
        return differing.Count == 0
            ? Decision.Take(current, AppliedStatus.AlreadyApplied)
            : Decision.Refuse(Verdicts.Conflict(change, ConflictReason.AlreadyExists, current, $"There is a {change.Entity} with this key and other content.", differing));
    }

    /// <summary>True for a scope or a leased value that is left to the server.</summary>
    public static bool IsLeftOpen(EntityModel entity, FieldModel field, JsonElement sent) =>
        (field == entity.ScopeField || field.Leased is not null) && string.IsNullOrEmpty(sent.ToString());

    private static Decision DecideNew(DecisionInput input)
    {
        Change change = input.Change;
        if (RefuseFields(input.Entity, change) is { } refusal)
            return Decision.Refuse(refusal);
        if (input.Entity.Parent is { } parent && string.IsNullOrEmpty(change.Data.Find(parent.Field.Name)?.ToString()))
            return Decision.Refuse(Verdicts.Reject(change, RejectionReason.ValidationError, parent.Field.Name, $"A {input.Entity.Type} belongs to a {parent.Type}: its key is missing."));
        if (input.Entity.Parent is not null && input.Parent is null)
            return Decision.Refuse(Verdicts.NotFound(change));
        if (input.Parent is { IsDeleted: true })
            return Decision.Refuse(Verdicts.Conflict(change, ConflictReason.DeletedOnServer, null, $"The {input.Entity.Parent!.Type} that it belongs to was deleted on the server."));
        string scope = ScopeOf(input);
        return input.Caller.MaySee(scope) ? Decision.Take(New(input, scope)) : Decision.Refuse(Verdicts.NotFound(change));
    }

    private static RejectedChange? RefuseFields(EntityModel entity, Change change)
    {
        List<string> owned = [.. entity.Fields
            .Where(f => f.Access is FieldAccess.ServerOwned && change.Data.Find(f.Name) is { ValueKind: not JsonValueKind.Null })
            .Select(f => f.Name)];
        if (owned.Count > 0)
            return Verdicts.Reject(change, RejectionReason.FieldNotWritable, owned.ToDictionary(name => name, _ => "Only the server sets it."));
        if (entity.Status is { } status && change.Data.Find(status.Field.Name) is { } sent && sent.ToString() != status.Machine.Initial)
            return Verdicts.Reject(change, RejectionReason.ValidationError, status.Field.Name, $"A new {entity.Type} is '{status.Machine.Initial}'.");
        return null;
    }

    private static string ScopeOf(DecisionInput input)
    {
        if (input.Parent is { } parent)
            return parent.Scope;
        if (input.Entity.ScopeField is not { } field)
            return input.Entity.Parent is null ? SyncModel.DefaultScope : input.Scope;
        string? named = input.Change.Data.Find(field.Name)?.ToString();
        return string.IsNullOrEmpty(named) ? input.Scope : named;
    }

    private static ServerEntity New(DecisionInput input, string scope)
    {
        EntityModel entity = input.Entity;
        FieldValues sent = input.Change.Data.Where(name => entity.Find(name) is not null);
        if (entity.ScopeField is { } field)
            sent = sent.With(field.Name, ScopeValue(field, scope));
        if (entity.Status is { } status)
            sent = sent.With(status.Field.Name, status.Initial);
        return new ServerEntity
        {
            Id = new EntityId(entity.Type, input.Change.ServerId!),
            Scope = scope,
            Version = 0,
            State = entity.NewState(input.Change.ServerId!, sent),
            Stamps = Stamping.Of(entity, sent.Keys, input.Stamp),
        };
    }

    private static JsonElement ScopeValue(FieldModel field, string scope) =>
        field.Kind is ValueKind.Number ? Json.Parse(scope) : Json.Of(scope);
}
