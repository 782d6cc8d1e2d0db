using Athens.Sync;
using Athens.Sync.Server;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds a sync server to a service collection.</summary>
public static class SyncServerServices
{
    /// <summary>Adds <see cref="SyncServer"/> over the model. A store must be chosen on the builder that this returns.</summary>
    public static SyncServerBuilder AddAthensSyncServer(this IServiceCollection services, SyncModel model, SyncServerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(model);
        services.TryAddSingleton(model);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => SyncIds.System(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(provider => new SyncServer(
            provider.GetRequiredService<SyncModel>(),
            provider.GetRequiredService<IServerStore>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<SyncIds>(),
            options));
        return new SyncServerBuilder(services, model);
    }
}
