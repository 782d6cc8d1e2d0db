using Athens.Sync.Modeling;
using Microsoft.Extensions.DependencyInjection;

namespace Athens.Sync.Server;

/// <summary>Asks the app's rules of a change that the engine would take in.</summary>
internal sealed class RuleRunner(IServerTransaction transaction, SyncCaller caller, DateTimeOffset now)
{
    private readonly Dictionary<string, ISyncRule[]> byType = new(StringComparer.Ordinal);

    /// <summary>The rejection, or null and the entity as the rules completed it.</summary>
    public async ValueTask<(RejectedChange? Refusal, ServerEntity After)> JudgeAsync(EntityModel entity, Change change, ServerEntity? before, ServerEntity after, CancellationToken cancellationToken)
    {
        ISyncRule[] rules = RulesOf(entity.Type);
        if (rules.Length == 0)
            return (null, after);
        var context = new RuleContext(entity, change, caller, now, before, after);
        foreach (ISyncRule rule in rules)
        {
            if (rule.ReadsStore(context))
                await transaction.SaveAsync(cancellationToken).ConfigureAwait(false);
            await rule.JudgeAsync(context, cancellationToken).ConfigureAwait(false);
            if (context.IsRefused)
                return (Refusal(change, context), after);
        }
        return (null, context.After);
    }

    private ISyncRule[] RulesOf(string type)
    {
        if (!byType.TryGetValue(type, out ISyncRule[]? rules))
            byType[type] = rules = transaction.Services is IKeyedServiceProvider ? [.. transaction.Services.GetKeyedServices<ISyncRule>(type)] : [];
        return rules;
    }

    private static RejectedChange Refusal(Change change, RuleContext context) => context.Denial is { } denial
        ? Verdicts.Reject(change, RejectionReason.PermissionDenied, denial)
        : Verdicts.Reject(change, RejectionReason.ValidationError, context.Errors);
}
