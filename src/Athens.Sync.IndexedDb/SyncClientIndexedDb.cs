using Athens.Sync.Client;
using Athens.Sync.IndexedDb;
using Microsoft.JSInterop;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses IndexedDB as a device's store.</summary>
public static class SyncClientIndexedDb
{
    /// <summary>Keeps the device's data in a database of the browser's, opened by the first call that needs it.</summary>
    /// <param name="builder">The engine's configuration.</param>
    /// <param name="name">The database's name; it is made where there is none.</param>
    /// <param name="options">How the store is treated.</param>
    public static SyncClientBuilder UseIndexedDb(this SyncClientBuilder builder, string name, IndexedDbOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return builder.UseStore(async (services, cancellationToken) =>
            await IndexedDbDeviceStore.OpenAsync(services.GetRequiredService<IJSRuntime>(), name, options, cancellationToken).ConfigureAwait(false));
    }
}
