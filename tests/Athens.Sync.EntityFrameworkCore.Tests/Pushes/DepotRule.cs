using Athens.Sync.Server;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Tests.Pushes;

/// <summary>The app's own code within a push: it writes an audit entry of each crate, and some notes make it do worse.</summary>
internal sealed class DepotRule(DepotContext depot, DepotSwitch what) : ISyncRule
{
    public const string Defers = "deferred";
    public const string Fails = "fails";
    public const string Saves = "saves";

    public bool ReadsStore(RuleContext context) => NoteOf(context) == Saves;

    public async ValueTask JudgeAsync(RuleContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        string note = NoteOf(context);
        if (note == Fails && what.IsBroken)
            throw new InvalidOperationException("The app's own code is broken: SELECT * FROM secrets.");
        if (note == Defers)
            await depot.Database.ExecuteSqlRawAsync(what.DeferSql, cancellationToken);
        depot.Audit.Add(new AuditEntry { CrateId = context.After.Id.Key });
        if (note == Saves)
            await depot.SaveChangesAsync(cancellationToken);
    }

    private static string NoteOf(RuleContext change) => change.After.State["note"].ToString();
}
