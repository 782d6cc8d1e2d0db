using Athens.Ptw.Host.Accounts;
using Athens.Sync.Modeling;
using Athens.Sync.Server;

namespace Athens.Ptw.Host.Roles;

/// <summary>Holds each change to the table of rights. That a move of a status is legal, the engine has judged before.</summary>
internal sealed class RightsRule : ISyncRule
{
    public bool ReadsStore(RuleContext context) => false;

    public ValueTask JudgeAsync(RuleContext context, CancellationToken cancellationToken)
    {
        string role = Actor.Of(context.Caller.Principal!).Role;
        string entity = context.Entity.Type;
        if (Operation(context) is { } operation && !RightsTable.Allows(role, entity, operation))
            context.Deny($"The role {role} does not include: {operation} {entity}.");
        if (context.Transition is { From: { } from, To: var to } && !RightsTable.AllowsMove(role, entity, from, to))
            context.Deny($"The role {role} does not include: move {entity} from {from} to {to}.");
        return ValueTask.CompletedTask;
    }

    /// <summary>What the change does apart from moving the status; null where it does nothing else.</summary>
    private static string? Operation(RuleContext context)
    {
        if (context.After.IsDeleted)
            return Roles.Operation.Delete;
        if (context.Before is null or { IsDeleted: true })
            return context.Entity.IsAppendOnly ? Roles.Operation.Append : Roles.Operation.Create;
        return EditsFields(context) ? Roles.Operation.Update : null;
    }

    private static bool EditsFields(RuleContext context) =>
        context.Entity.Fields.Any(field => field != context.Entity.Status?.Field && context.Alters(field.Name));
}
