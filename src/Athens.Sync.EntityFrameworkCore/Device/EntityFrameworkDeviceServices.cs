using Athens.Sync.Client;
using Athens.Sync.EntityFrameworkCore.Device;
using Microsoft.EntityFrameworkCore;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets a device's engine keep its outbox and replica in SQLite.</summary>
public static class EntityFrameworkDeviceServices
{
    /// <summary>Keeps everything in a file of its own, which the engine opens when it is first needed.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="configure">Says which file: <c>options => options.UseSqlite("Data Source=notes.db")</c>.</param>
    /// <param name="options">How the file is treated.</param>
    public static SyncClientBuilder UseEfDeviceStore(this SyncClientBuilder builder, Action<DbContextOptionsBuilder> configure, EfDeviceStoreOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        return builder.UseStore(async (_, token) => await EfDeviceStore.OpenAsync(configure, options, token).ConfigureAwait(false));
    }
}
