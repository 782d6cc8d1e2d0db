using System.Runtime.CompilerServices;
using Athens.Sync.Conflicts;
using Athens.Sync.Device;

namespace Athens.Sync;

/// <summary>The changes of a device that need a decision.</summary>
public sealed class SyncConflicts
{
    private readonly SyncModel model;
    private readonly DeviceCommands commands;
    private readonly TimeProvider time;
    private readonly SyncIds ids;

    internal SyncConflicts(SyncModel model, DeviceCommands commands, TimeProvider time, SyncIds ids)
    {
        this.model = model;
        this.commands = commands;
        this.time = time;
        this.ids = ids;
    }

    /// <summary>Reads the conflicts, the oldest first.</summary>
    public IAsyncEnumerable<SyncConflict> ListAsync(CancellationToken cancellationToken = default) => ReadAsync(OutboxStatus.Conflict, cancellationToken);

    /// <summary>Reads the changes that the server refused, the oldest first. They are resolved as conflicts are: kept (sent again) or discarded.</summary>
    public IAsyncEnumerable<SyncConflict> ListRejectedAsync(CancellationToken cancellationToken = default) => ReadAsync(OutboxStatus.Failed, cancellationToken);

    /// <summary>Decides every conflict that the filter takes, each by itself and in order; those that cannot be decided so are left as they are.</summary>
    /// <param name="filter">Which conflicts.</param>
    /// <param name="resolution">The decision.</param>
    /// <param name="dryRun">True to be told what would happen, and change nothing.</param>
    /// <param name="cancellationToken">Ends the work between two conflicts.</param>
    /// <returns>What was done, or would be, to each.</returns>
    public async Task<IReadOnlyList<ResolutionPlan>> ResolveAllAsync(ConflictFilter filter, Resolution resolution, bool dryRun = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(resolution);
        List<SyncConflict> meant = await ListAsync(cancellationToken).Where(filter.Takes).ToListAsync(cancellationToken).ConfigureAwait(false);
        ResolutionPlan[] plans = [.. meant.Select(conflict => conflict.Plan(resolution))];
        foreach (ResolutionPlan plan in plans.Where(plan => plan.IsPossible && !dryRun))
            await plan.Conflict.ResolveAsync(resolution, cancellationToken).ConfigureAwait(false);
        return plans;
    }

    internal Task ResolveAsync(OutboxItem item, Resolution resolution, CancellationToken cancellationToken) => commands.RunAsync(
        ResolveDecider.Query(item),
        draft =>
        {
            ResolveDecider.Resolve(draft, model, item, resolution, ids.Next(), time.GetUtcNow());
            return true;
        },
        cancellationToken);

    private async IAsyncEnumerable<SyncConflict> ReadAsync(OutboxStatus status, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (OutboxItem item in commands.Store.ReadOutboxAsync(new OutboxFilter { Status = status }, cancellationToken).ConfigureAwait(false))
            yield return new SyncConflict(this, model.Entity(item.Change.Entity), item);
    }
}
