using Athens.Sync.Server;

namespace Athens.Sync.EntityFrameworkCore.Tests.WritePaths;

/// <summary>The app's own code within a push, that loads another item and alters a column that is no field.</summary>
internal sealed class TouchRule(ItemContext context) : ISyncRule
{
    public bool ReadsStore(RuleContext context) => NameOf(context) == "toucher";

    public async ValueTask JudgeAsync(RuleContext change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (ReadsStore(change) && await context.Items.FindAsync(["a"], cancellationToken) is { } other)
            other.Remark = $"touched, was {other.Name}";
    }

    private static string NameOf(RuleContext context) => context.After.State["name"].ToString();
}
