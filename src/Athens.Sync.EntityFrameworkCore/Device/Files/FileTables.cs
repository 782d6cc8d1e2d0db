using Athens.Sync.EntityFrameworkCore.Dialects;
using Athens.Sync.EntityFrameworkCore.Mapping;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Athens.Sync.EntityFrameworkCore.Device.Files;

/// <summary>Gives a new file its tables and an earlier one its indexes, and turns away one that is not a store of this release.</summary>
internal static class FileTables
{
    /// <summary>The form of the tables. A file of a later one is left alone.</summary>
    public const int Version = 2;

    /// <exception cref="StoreException">The file is another app's, or of a later release; it was left as it is.</exception>
    public static async Task EnsureAsync(ContextCall call)
    {
        if (await VersionAsync(call).ConfigureAwait(false) == Version)
            return;
        IDbContextTransaction transaction = await call.Context.Database.BeginTransactionAsync(call.CancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            // Looked at again, now that no other process can write: it may have been faster.
            foreach (string step in Steps(call.Context, await VersionAsync(call).ConfigureAwait(false)))
                await new SqlSession(call).ExecuteAsync(step).ConfigureAwait(false);
            await transaction.CommitAsync(call.CancellationToken).ConfigureAwait(false);
        }
    }

    /// <returns>0 for a new file.</returns>
    private static async Task<long> VersionAsync(ContextCall call)
    {
        long version = await Scalar.NumberAsync(call, "PRAGMA user_version").ConfigureAwait(false);
        if (version > Version)
            throw new StoreException(StoreFailure.Corrupt, $"The store's file is of version {version}; this release reads {Version}. It was left as it is.");
        if (version == 0 && await Scalar.NumberAsync(call, "SELECT COUNT(*) FROM sqlite_master").ConfigureAwait(false) > 0)
            throw new StoreException(StoreFailure.Corrupt, "The file holds tables that are not a device's store. It was left as it is.");
        return version;
    }

    private static IEnumerable<string> Steps(DbContext context, long version) => version switch
    {
        0 => [context.Database.GenerateCreateScript(), Note],
        < Version => [.. FilteredIndexes(context), Note],
        _ => [],
    };

    private static string Note => $"PRAGMA user_version = {Version}";

    /// <summary>Version 1 had no filters: its indexes held every row.</summary>
    private static IEnumerable<string> FilteredIndexes(DbContext context)
    {
        foreach (ITableIndex index in context.Model.GetRelationalModel().Tables.SelectMany(table => table.Indexes).Where(index => index.Filter is not null))
        {
            yield return $"DROP INDEX \"{index.Name}\"";
            yield return $"CREATE INDEX \"{index.Name}\" ON \"{index.Table.Name}\" ({string.Join(", ", index.Columns.Select(column => $"\"{column.Name}\""))}) WHERE {index.Filter}";
        }
    }
}
