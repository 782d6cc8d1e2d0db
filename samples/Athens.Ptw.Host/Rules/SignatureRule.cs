using Athens.Ptw.Host.Accounts;
using Athens.Sync.Server;

namespace Athens.Ptw.Host.Rules;

/// <summary>Says whose device a signature was made on.</summary>
internal sealed class SignatureRule : ISyncRule
{
    public bool ReadsStore(RuleContext context) => false;

    public ValueTask JudgeAsync(RuleContext context, CancellationToken cancellationToken)
    {
        context.Set("signed_by", Actor.Of(context.Caller.Principal!).Username);
        return ValueTask.CompletedTask;
    }
}
