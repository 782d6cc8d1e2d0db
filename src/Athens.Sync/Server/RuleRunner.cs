using Athens.Sync.Modeling;
using Microsoft.Extensions.DependencyInjection;

namespace Athens.Sync.Server;

/// <summary>Asks the app's rules of a change that the engine would take in.</summary>
internal sealed class RuleRunner(IServerTransaction transaction, SyncCaller caller, DateTimeOffset now)
{
    private readonly Dictionary<string, RulesOfType> byType = new(StringComparer.Ordinal);
    private readonly IKeyedServiceProvider? services = transaction.Services as IKeyedServiceProvider;

    /// <summary>The rejection, or null and the entity as the rules completed it.</summary>
    public async ValueTask<(RejectedChange? Refusal, ServerEntity After)> JudgeAsync(EntityModel entity, Change change, ServerEntity? before, ServerEntity after, CancellationToken cancellationToken)
    {
        if (services is null)
            return (null, after);
        var context = new RuleContext(entity, change, caller, now, before, after);
        await AskAsync(context, cancellationToken).ConfigureAwait(false);
        if (!context.IsRefused && context.Transition is { From: not null, To: var state })
            await ExecuteAsync(context, state, cancellationToken).ConfigureAwait(false);
        return context.IsRefused ? (Refusal(change, context), after) : (null, context.After);
    }

    private async ValueTask AskAsync(RuleContext context, CancellationToken cancellationToken)
    {
        RulesOfType asked = RulesOf(context.Entity.Type);
        asked.Rights.ForEach(rights => rights.JudgeBefore(context));
        foreach (ISyncRule rule in asked.Rules.TakeWhile(_ => !context.IsRefused))
        {
            if (rule.ReadsStore(context))
                await transaction.SaveAsync(cancellationToken).ConfigureAwait(false);
            await rule.JudgeAsync(context, cancellationToken).ConfigureAwait(false);
        }
        if (!context.IsRefused)
            asked.Rights.ForEach(rights => rights.JudgeAfter(context));
    }

    /// <summary>Handlers come last: what they write in the transaction is of a change that was let pass.</summary>
    private async ValueTask ExecuteAsync(RuleContext context, string state, CancellationToken cancellationToken)
    {
        foreach (ISyncCommand command in services!.GetKeyedServices<ISyncCommand>(new CommandKey(context.Entity.Type, state)).TakeWhile(_ => !context.IsRefused))
        {
            await transaction.SaveAsync(cancellationToken).ConfigureAwait(false);
            await command.ExecuteAsync(context, cancellationToken).ConfigureAwait(false);
        }
    }

    private RulesOfType RulesOf(string type)
    {
        if (!byType.TryGetValue(type, out RulesOfType? asked))
            byType[type] = asked = new RulesOfType([.. services!.GetKeyedServices<RightsRule>(type)], [.. services!.GetKeyedServices<ISyncRule>(type)]);
        return asked;
    }

    private static RejectedChange Refusal(Change change, RuleContext context) => context switch
    {
        { Denial: { } denial } => Verdicts.Reject(change, RejectionReason.PermissionDenied, denial),
        { DeniedFields.Count: > 0 } => Verdicts.Reject(change, RejectionReason.PermissionDenied, context.DeniedFields),
        _ => Verdicts.Reject(change, RejectionReason.ValidationError, context.Errors),
    };

    private sealed record RulesOfType(List<RightsRule> Rights, IReadOnlyList<ISyncRule> Rules);
}
