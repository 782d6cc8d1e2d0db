using Athens.Sync.EntityFrameworkCore.Dialects;
using Athens.Sync.EntityFrameworkCore.Mapping;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Athens.Sync.EntityFrameworkCore.Device.Files;

/// <summary>Gives a new file its tables, and turns away one that is not a store of this release.</summary>
internal static class FileTables
{
    /// <summary>The form of the rows. A file of a later one is left alone.</summary>
    public const int Version = 1;

    /// <exception cref="StoreException">The file is another app's, or of a later release; it was left as it is.</exception>
    public static async Task EnsureAsync(ContextCall call)
    {
        if (await IsReadyAsync(call).ConfigureAwait(false))
            return;
        IDbContextTransaction transaction = await call.Context.Database.BeginTransactionAsync(call.CancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            // Looked at again, now that no other process can write: it may have been faster.
            if (!await IsReadyAsync(call).ConfigureAwait(false))
                await CreateAsync(call).ConfigureAwait(false);
            await transaction.CommitAsync(call.CancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<bool> IsReadyAsync(ContextCall call)
    {
        long version = await Scalar.NumberAsync(call, "PRAGMA user_version").ConfigureAwait(false);
        if (version > Version)
            throw new StoreException(StoreFailure.Corrupt, $"The store's file is of version {version}; this release reads {Version}. It was left as it is.");
        if (version == 0 && await Scalar.NumberAsync(call, "SELECT COUNT(*) FROM sqlite_master").ConfigureAwait(false) > 0)
            throw new StoreException(StoreFailure.Corrupt, "The file holds tables that are not a device's store. It was left as it is.");
        return version == Version;
    }

    private static async Task CreateAsync(ContextCall call)
    {
        var session = new SqlSession(call);
        await session.ExecuteAsync(call.Context.Database.GenerateCreateScript()).ConfigureAwait(false);
        await session.ExecuteAsync($"PRAGMA user_version = {Version}").ConfigureAwait(false);
    }
}
