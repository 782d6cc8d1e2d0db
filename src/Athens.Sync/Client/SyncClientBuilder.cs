using Athens.Sync.Device;
using Athens.Sync.Transport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Athens.Sync.Client;

/// <summary>Configures a device's engine in a service collection: its store and its transport.</summary>
public sealed class SyncClientBuilder
{
    internal SyncClientBuilder(IServiceCollection services, SyncModel model, SyncClientOptions options)
    {
        Services = services;
        Model = model;
        Options = options;
    }

    /// <summary>The services that the engine is made from.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The entity types.</summary>
    public SyncModel Model { get; }

    /// <summary>How the engine behaves, and for whom.</summary>
    public SyncClientOptions Options { get; }

    /// <summary>Chooses the store. It is opened by the first call that needs it.</summary>
    public SyncClientBuilder UseStore(Func<IServiceProvider, CancellationToken, Task<IDeviceStore>> open)
    {
        ArgumentNullException.ThrowIfNull(open);
        Services.Replace(ServiceDescriptor.Singleton<IDeviceStore>(provider => new DeferredDeviceStore(token => open(provider, token))));
        return this;
    }

    /// <summary>Chooses the transport.</summary>
    public SyncClientBuilder UseTransport(Func<IServiceProvider, ISyncTransport> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        Services.Replace(ServiceDescriptor.Singleton(create));
        return this;
    }
}
