using Athens.Ptw.Host.Accounts;
using Athens.Ptw.Host.Gates;
using Athens.Sync.Server;

namespace Athens.Ptw.Host.Gas;

/// <summary>Judges new readings, and says who took them.</summary>
internal sealed class GasReadingRule : ISyncRule
{
    public bool ReadsStore(RuleContext context) => false;

    public ValueTask JudgeAsync(RuleContext context, CancellationToken cancellationToken)
    {
        Blockers.Refuse(context, GasReadingRules.Violations(context.AfterAs<GasReading>()));
        context.Set("taken_by", Actor.Of(context.Caller.Principal!).Username);
        return ValueTask.CompletedTask;
    }
}
