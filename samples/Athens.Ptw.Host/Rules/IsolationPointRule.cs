using Athens.Ptw.Gates;
using Athens.Ptw.Host.Accounts;
using Athens.Ptw.Isolation;
using Athens.Sync.Server;

namespace Athens.Ptw.Host.Rules;

/// <summary>Judges changes of isolation points, and signs a verification.</summary>
internal sealed class IsolationPointRule : ISyncRule
{
    public bool ReadsStore(RuleContext context) => false;

    public ValueTask JudgeAsync(RuleContext context, CancellationToken cancellationToken)
    {
        if (context.Before is null || context.Alters("name"))
            Blockers.Refuse(context, IsolationPointRules.Violations(context.AfterAs<IsolationPoint>()));
        if (context.Transition is { To: IsolationStatus.Verified })
            context.Set("verified_by", Actor.Of(context.Caller.Principal!).Username);
        return ValueTask.CompletedTask;
    }
}
