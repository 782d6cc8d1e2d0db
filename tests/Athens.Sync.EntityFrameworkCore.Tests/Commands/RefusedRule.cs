using Athens.Sync.Server;

namespace Athens.Sync.EntityFrameworkCore.Tests.Commands;

/// <summary>A rule that lets everything pass but one valve.</summary>
public sealed class RefusedRule : ISyncRule
{
    public bool ReadsStore(RuleContext context) => false;

    public ValueTask JudgeAsync(RuleContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Transition is { From: not null } && context.AfterAs<Valve>().Name == "sealed")
            context.Deny("It is sealed.");
        return ValueTask.CompletedTask;
    }
}
