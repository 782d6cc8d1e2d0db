using Athens.Sync;
using Athens.Sync.Client;
using Athens.Sync.Scheduling;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the loop of a device's engine to a service collection.</summary>
public static class SyncLoopServices
{
    /// <summary>Adds <see cref="SyncLoop"/>, one for the engine. The app starts and stops it; a container that is disposed of stops it too.</summary>
    public static SyncClientBuilder UseLoop(this SyncClientBuilder builder, SyncLoopOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton(provider => new SyncLoop(
            provider.GetRequiredService<SyncClient>(),
            options,
            random: null,
            provider.GetService<ILogger<SyncLoop>>()));
        return builder;
    }
}
