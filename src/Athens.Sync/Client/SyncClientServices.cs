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
        options ??= new SyncClientOptions();
        AddClockAndIds(services);
        services.TryAddSingleton(model);
        services.TryAddSingleton(provider => new SyncClient(
            provider.GetRequiredService<SyncModel>(),
            provider.GetRequiredService<IDeviceStore>(),
            provider.GetRequiredService<ISyncTransport>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<SyncIds>(),
            options));
        return new SyncClientBuilder(services, model, options);
    }

    /// <summary>Adds <see cref="SyncAccounts"/>: an engine for each user who signs in on the device, over a store of his own.</summary>
    /// <param name="services">The services.</param>
    /// <param name="model">The entity types.</param>
    /// <param name="stores">Makes the stores, once.</param>
    /// <param name="transport">Makes the transport of a user who signs in: what it sends, it sends with his credentials.</param>
    /// <param name="options">How each engine behaves; whose it is, its sign-in says.</param>
    public static IServiceCollection AddAthensSyncAccounts(
        this IServiceCollection services,
        SyncModel model,
        Func<IServiceProvider, IDeviceStores> stores,
        Func<IServiceProvider, SyncUser, ISyncTransport> transport,
        SyncClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(stores);
        ArgumentNullException.ThrowIfNull(transport);
        AddClockAndIds(services);
        services.TryAddSingleton(provider => new SyncAccounts(
            model,
            stores(provider),
            user => transport(provider, user),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<SyncIds>(),
            options));
        return services;
    }

    private static void AddClockAndIds(IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => SyncIds.System(provider.GetRequiredService<TimeProvider>()));
    }
}
