using Athens.Ptw.Gates;
using Athens.Ptw.Photos;
using Athens.Sync.Server;

namespace Athens.Ptw.Host.Rules;

/// <summary>Judges new photos.</summary>
internal sealed class PhotoRule : ISyncRule
{
    public bool ReadsStore(RuleContext context) => false;

    public ValueTask JudgeAsync(RuleContext context, CancellationToken cancellationToken)
    {
        Blockers.Refuse(context, PhotoRules.Violations(context.AfterAs<PermitPhoto>()));
        return ValueTask.CompletedTask;
    }
}
