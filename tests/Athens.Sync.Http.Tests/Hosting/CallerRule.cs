using Athens.Sync.Server;

namespace Athens.Sync.Http.Tests.Hosting;

/// <summary>Tells a test who the caller of a change is.</summary>
public sealed class CallerRule(Action<SyncCaller> see) : ISyncRule
{
    public ValueTask JudgeAsync(RuleContext context, CancellationToken cancellationToken)
    {
        see(context.Caller);
        return ValueTask.CompletedTask;
    }
}
