using Athens.Ptw.Host.Storage;
using Athens.Ptw.Permits;
using Microsoft.EntityFrameworkCore;

namespace Athens.Ptw.Host.Permits;

/// <summary>
/// Lets active permits expire whose planned end is past. A plain write of the host's own: the engine sees it in
/// <c>SaveChanges</c>, gives it a version, and tells the devices.
/// </summary>
internal sealed class PermitExpiry(PtwDbContext db, TimeProvider clock)
{
    /// <returns>How many expired.</returns>
    public async Task<int> ExpireAsync(CancellationToken cancellationToken)
    {
        int expired = 0;
        foreach (string id in await DueAsync(cancellationToken))
        {
            if (await TryExpireAsync(id, cancellationToken))
                expired++;
        }

        return expired;
    }

    /// <summary>The text that a time is stored as does not sort by time, so the few active permits are looked through here.</summary>
    private async Task<List<string>> DueAsync(CancellationToken cancellationToken)
    {
        var active = await db.Permits.AsNoTracking()
            .Where(permit => permit.Status == PermitStatus.Active)
            .Select(permit => new { permit.Id, permit.PlannedEndTime, permit.ApprovedAt })
            .ToListAsync(cancellationToken);
        return [.. active.Where(permit => IsOver(permit.PlannedEndTime, permit.ApprovedAt)).Select(permit => permit.Id)];
    }

    private async Task<bool> TryExpireAsync(string id, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear();
        if (await db.Permits.FindAsync([id], cancellationToken) is not { Status: PermitStatus.Active } permit || !IsOver(permit.PlannedEndTime, permit.ApprovedAt))
            return false;
        permit.Status = PermitStatus.Expired;
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            // Someone else wrote it meanwhile: what it is now is judged the next time.
            return false;
        }
    }

    /// <summary>A permit that was approved after its planned end was approved in the knowledge of it: nobody meant it to expire at once.</summary>
    private bool IsOver(DateTimeOffset? plannedEnd, DateTimeOffset? approvedAt) =>
        plannedEnd <= clock.GetUtcNow() && !(approvedAt > plannedEnd);
}
