using Athens.Sync;
using Athens.Sync.Client;
using Athens.Sync.Device;
using Athens.Sync.Transport;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds a device's engine to a service collection.</summary>
public static class SyncClientServices
{
    /// <summary>Adds <see cref="SyncClient"/> over the model. A store and a transport must be chosen on the builder that this returns.</summary>
    public static SyncClientBuilder AddAthensSync(this IServiceCollection services, SyncModel model, SyncClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(model);
        services.TryAddSingleton(model);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => SyncIds.System(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(provider => new SyncClient(
            provider.GetRequiredService<SyncModel>(),
            provider.GetRequiredService<IDeviceStore>(),
            provider.GetRequiredService<ISyncTransport>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<SyncIds>(),
            options));
        return new SyncClientBuilder(services, model);
    }
}
