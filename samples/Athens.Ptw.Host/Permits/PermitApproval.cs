using System.Text.Json;
using Athens.Ptw.Host.Accounts;
using Athens.Sync.Server;

namespace Athens.Ptw.Host.Permits;

/// <summary>What an approval does, once its gate was open: it names who stands for it, and since when.</summary>
internal sealed class PermitApproval : ISyncCommand
{
    public ValueTask ExecuteAsync(RuleContext context, CancellationToken cancellationToken)
    {
        context.Set("approved_by", Actor.Of(context.Caller.Principal!).Username);
        context.Set("approved_at", JsonSerializer.SerializeToElement(context.Now));
        return ValueTask.CompletedTask;
    }
}
