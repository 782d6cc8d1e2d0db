using System.Data.Common;
using Athens.Sync.EntityFrameworkCore.Dialects;
using Athens.Sync.EntityFrameworkCore.Feed;
using Athens.Sync.EntityFrameworkCore.Mapping;
using Athens.Sync.EntityFrameworkCore.Tables;
using Athens.Sync.EntityFrameworkCore.Tracking;
using Athens.Sync.EntityFrameworkCore.Triggers;
using Athens.Sync.Server;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Athens.Sync.EntityFrameworkCore.Schema;

/// <summary>Tries what the engine needs of a database, and undoes what it wrote.</summary>
internal sealed class SchemaChecks(DbContext context, SyncInterceptor interceptor, Func<CancellationToken, Task> write, CancellationToken cancellationToken)
{
    private static readonly Type[] EngineRows = [typeof(EntryRow), typeof(CounterRow), typeof(ChangeRow), typeof(DeviceRow), typeof(PositionRow), typeof(StoreRow), typeof(MarkRow), typeof(SeriesRow), typeof(LeaseRow)];

    private readonly ContextCall call = new(context, true, cancellationToken);

    private SqlSession Session => new(call);

    private SyncMapping Mapping => SyncMapping.Of(context, interceptor.Model);

    public async Task<IReadOnlyList<SyncSchemaCheck>> RunAsync()
    {
        await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            List<SyncSchemaCheck> checks =
            [
                await CheckAsync("mapping with concurrency tokens", MappingAsync).ConfigureAwait(false),
                await CheckAsync("migrations applied", MigrationsAsync).ConfigureAwait(false),
                await CheckAsync("tables of the engine", TablesAsync).ConfigureAwait(false),
                await CheckAsync("version columns", VersionsAsync).ConfigureAwait(false),
                await CheckAsync("unique idempotency key", KeyAsync).ConfigureAwait(false),
                await CheckAsync("moving feed", FeedAsync).ConfigureAwait(false),
                await CheckAsync("every row in the feed", RowsAsync).ConfigureAwait(false),
            ];
            if (context.Model.FindEntityType(typeof(MarkRow)) is not null)
                checks.Add(await CheckAsync("triggers", TriggersAsync).ConfigureAwait(false));
            return checks;
        }
        finally
        {
            await context.Database.CloseConnectionAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Whatever goes wrong in a check is what is wrong.</summary>
    private async Task<SyncSchemaCheck> CheckAsync(string name, Func<Task<string?>> check)
    {
        try
        {
            return new SyncSchemaCheck(name, await check().ConfigureAwait(false));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new SyncSchemaCheck(name, (exception.InnerException as DbException ?? exception).Message);
        }
        finally
        {
            context.ChangeTracker.Clear();
        }
    }

    private Task<string?> MappingAsync() => Task.FromResult(Mapping.Entities.Count > 0 ? null : "The sync model has no entity.");

    private async Task<string?> MigrationsAsync()
    {
        if (!context.Database.GetMigrations().Any())
            return $"There are no migrations for {context.GetType().Name}.";
        string[] pending = [.. await context.Database.GetPendingMigrationsAsync(cancellationToken).ConfigureAwait(false)];
        return pending.Length == 0 ? null : $"Not applied: {string.Join(", ", pending)}.";
    }

    private async Task<string?> TablesAsync()
    {
        foreach (IEntityType type in EngineRows.Select(row => context.Model.FindEntityType(row)).OfType<IEntityType>())
        {
            var table = new Table(context, type);
            await Session.ExecuteAsync($"SELECT {table.Columns(type.GetProperties().Select(property => property.Name))} FROM {table.Name} WHERE 1 = 0").ConfigureAwait(false);
        }
        return null;
    }

    private async Task<string?> VersionsAsync()
    {
        foreach (EntityMapping type in Mapping.Entities)
        {
            var table = new Table(context, type.Type);
            if (await Session.NumberAsync($"SELECT COUNT(*) FROM {table.Name} WHERE {table.Column(type.Version.Name)} IS NULL").ConfigureAwait(false) is > 0 and var count)
                return $"{count} rows of {table.Name} have no version.";
        }
        return null;
    }

    private Task<string?> KeyAsync() => UndoneAsync(async _ =>
    {
        var changes = new Table(context, typeof(ChangeRow));
        string[] columns = [nameof(ChangeRow.Tenant), nameof(ChangeRow.User), nameof(ChangeRow.Device), nameof(ChangeRow.OfflineId), nameof(ChangeRow.Entity), nameof(ChangeRow.PayloadHash), nameof(ChangeRow.Outcome), nameof(ChangeRow.RecordedAt)];
        string sql = $"INSERT INTO {changes.Name} ({changes.Columns(columns)}) VALUES ('', '', '', 'athens-sync-check', '', '', '', 0)";
        await Session.ExecuteAsync(sql).ConfigureAwait(false);
        try
        {
            await Session.ExecuteAsync(sql).ConfigureAwait(false);
        }
        catch (DbException exception) when (Mapping.Dialect.FailureOf(exception) is StoreFailure.Constraint)
        {
            return null;
        }
        return $"{changes.Name} takes the same key twice, so a change that is sent twice could be applied twice: make {changes.Columns(columns[..5])} its primary key.";
    });

    private Task<string?> FeedAsync() => UndoneAsync(async unit =>
    {
        await write(cancellationToken).ConfigureAwait(false);
        if (unit.Writes.Count == 0)
            return "The write was no change of a synced entity.";
        FeedWrite told = unit.Writes[0];
        await new FeedWriter(Mapping, call).WriteAsync(unit, [.. unit.Writes]).ConfigureAwait(false);
        if ((await EntryReader.ReadAsync(call, Mapping.Dialect, [told.Id]).ConfigureAwait(false))[told.Id] is not { } entry)
            return $"The feed has no entry of what was written ({told.Id}).";
        var request = new FeedRequest { Scope = entry.Scope, Lane = entry.Lane, After = entry.Sequence - 1, Limit = 1 };
        FeedPage page = await new FeedPages(Mapping, call).ReadAsync(request).ConfigureAwait(false);
        return page.Counter >= entry.Sequence && page.Entries.Any(found => found.Entity.Id == told.Id && found.Entity.Version == told.Version)
            ? null
            : $"The feed did not move: its counter is at {page.Counter}, and what was written ({told.Id}) is at {entry.Sequence}.";
    });

    private async Task<string?> RowsAsync()
    {
        foreach (EntityMapping type in Mapping.Entities)
        {
            List<string> untold = await call.ListAsync(context.Database.SqlQueryRaw<string>(Mapping.Dialect.Untold(context, type, false), type.Entity.Type, 1)).ConfigureAwait(false);
            if (untold.Count > 0)
                return $"No device learns of the {type.Entity.Type} '{untold[0]}', and maybe of others: call SyncServer.CatchUpAsync(), and see what its report calls unplaced.";
        }
        return null;
    }

    private async Task<string?> TriggersAsync()
    {
        List<string> missing = [];
        foreach (Trigger trigger in TriggerSet.Of(context.GetService<IDesignTimeModel>().Model, context.Database.ProviderName))
        {
            if (!await Mapping.Dialect.HasTriggerAsync(Session, trigger).ConfigureAwait(false))
                missing.Add(trigger.Name);
        }
        return missing.Count == 0 ? null : $"{missing.Count} are missing or of an older model, {missing[0]} for one: call AddAthensSyncTriggers(TargetModel) in a migration.";
    }

    /// <summary>In a transaction that is rolled back.</summary>
    private async Task<string?> UndoneAsync(Func<FeedUnit, Task<string?>> check)
    {
        IDbContextTransaction transaction = await Mapping.Dialect.BeginWriteAsync(context, cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            string? problem = await check(interceptor.UnitOf(transaction.GetDbTransaction())!).ConfigureAwait(false);
            await transaction.RollbackAsync(cancellationToken).ConfigureAwait(false);
            return problem;
        }
    }
}
