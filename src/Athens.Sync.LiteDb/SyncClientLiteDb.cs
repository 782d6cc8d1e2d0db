using Athens.Sync.Client;
using Athens.Sync.LiteDb;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses LiteDB as a device's store.</summary>
public static class SyncClientLiteDb
{
    /// <summary>Keeps the device's data in a LiteDB file, opened by the first call that needs it and closed with the container.</summary>
    /// <param name="builder">The engine's configuration.</param>
    /// <param name="path">The file; it is made where there is none.</param>
    public static SyncClientBuilder UseLiteDb(this SyncClientBuilder builder, string path) =>
        builder.UseLiteDb(new LiteDbDeviceStoreOptions { Path = path });

    /// <summary>Keeps the device's data in a LiteDB file, opened by the first call that needs it and closed with the container.</summary>
    public static SyncClientBuilder UseLiteDb(this SyncClientBuilder builder, LiteDbDeviceStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        return builder.UseStore(async (_, cancellationToken) => await LiteDbDeviceStore.OpenAsync(options, cancellationToken).ConfigureAwait(false));
    }
}
