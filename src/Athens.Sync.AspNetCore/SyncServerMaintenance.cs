using Athens.Sync.AspNetCore;
using Athens.Sync.Server;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Has a host keep its sync server's bookkeeping small.</summary>
public static class SyncServerMaintenance
{
    /// <summary>Calls <see cref="SyncServer.MaintainAsync"/> at an interval while the host runs.</summary>
    /// <param name="builder">The server's configuration.</param>
    /// <param name="interval">How often; once a day unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The interval is not above zero.</exception>
    public static SyncServerBuilder AddMaintenance(this SyncServerBuilder builder, TimeSpan? interval = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        TimeSpan every = interval ?? TimeSpan.FromDays(1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(every, TimeSpan.Zero, nameof(interval));
        builder.Services.AddSingleton<IHostedService>(provider => new SyncMaintenance(
            provider.GetRequiredService<SyncServer>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SyncMaintenance>>(),
            every));
        return builder;
    }
}
