using Athens.Ptw.Gas;
using Athens.Ptw.Gates;
using Athens.Ptw.Host.Accounts;
using Athens.Sync.Server;

namespace Athens.Ptw.Host.Rules;

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
