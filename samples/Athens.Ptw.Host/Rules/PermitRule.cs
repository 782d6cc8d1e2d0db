using Athens.Ptw.Catalogue;
using Athens.Ptw.Gates;
using Athens.Ptw.Host.Accounts;
using Athens.Ptw.Host.Storage;
using Athens.Ptw.Permits;
using Athens.Sync.Server;
using Microsoft.EntityFrameworkCore;

namespace Athens.Ptw.Host.Rules;

/// <summary>Judges changes of permits: what was written must hold, and a move must find its gate open.</summary>
internal sealed class PermitRule(PermitCatalogue catalogue, PtwDbContext db) : ISyncRule
{
    public bool ReadsStore(RuleContext context) => Move(context) is PermitStatus.Approved or PermitStatus.Active or PermitStatus.Completed;

    public async ValueTask JudgeAsync(RuleContext context, CancellationToken cancellationToken)
    {
        if (context.After.IsDeleted)
            return;
        Permit permit = context.AfterAs<Permit>();
        if (Move(context) is { } to)
            Blockers.Refuse(context, PermitGate.Blockers(catalogue, await FileAsync(context, permit, cancellationToken), to));
        if (IsEdited(context))
            Blockers.Refuse(context, PermitRules.Violations(catalogue, permit));
        if (context.Before is null)
            context.Set("created_by", Actor.Of(context.Caller.Principal!).Username);
    }

    /// <summary>The state that an existing permit is to move to; null where it stays in its own.</summary>
    private static string? Move(RuleContext context) => context.Transition is { From: not null, To: var to } ? to : null;

    private static bool IsEdited(RuleContext context) =>
        context.Before is null || context.Entity.Fields.Any(field => field != context.Entity.Status!.Field && context.Alters(field.Name));

    private async Task<PermitFile> FileAsync(RuleContext context, Permit permit, CancellationToken cancellationToken)
    {
        if (!ReadsStore(context))
            return new PermitFile(permit);
        return new PermitFile(
            permit,
            await db.GasReadings.AsNoTracking().Where(reading => reading.PermitId == permit.Id).ToListAsync(cancellationToken),
            await db.IsolationPoints.AsNoTracking().Where(point => point.PermitId == permit.Id).ToListAsync(cancellationToken),
            await db.Closeouts.AsNoTracking().Where(closeout => closeout.PermitId == permit.Id).ToListAsync(cancellationToken));
    }
}
