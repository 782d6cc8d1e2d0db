using Athens.Sync.EntityFrameworkCore.Feed;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Athens.Sync.EntityFrameworkCore.Units;

/// <summary>A point to which a unit can return: a savepoint of the database, and what was to be told of the transaction then.</summary>
internal sealed class UnitSavepoint
{
    private const string Name = "athens_sync_attempt";

    private readonly DbContext context;
    private readonly IDbContextTransaction transaction;
    private readonly FeedUnit unit;
    private readonly FeedUnit.Position position;

    private UnitSavepoint(DbContext context, FeedUnit unit)
    {
        this.context = context;
        this.unit = unit;
        transaction = context.Database.CurrentTransaction!;
        position = unit.Mark();
    }

    public static async Task<UnitSavepoint> SetAsync(DbContext context, FeedUnit unit, CancellationToken cancellationToken)
    {
        var savepoint = new UnitSavepoint(context, unit);
        await savepoint.transaction.CreateSavepointAsync(Name, cancellationToken).ConfigureAwait(false);
        return savepoint;
    }

    public Task ReleaseAsync(CancellationToken cancellationToken) => transaction.ReleaseSavepointAsync(Name, cancellationToken);

    /// <summary>Undoes what was done since; the context tracks nothing afterwards, for what it tracked is not there any more.</summary>
    public async Task ReturnAsync(CancellationToken cancellationToken)
    {
        await transaction.RollbackToSavepointAsync(Name, cancellationToken).ConfigureAwait(false);
        await ReleaseAsync(cancellationToken).ConfigureAwait(false);
        context.ChangeTracker.Clear();
        unit.Return(position);
    }
}
