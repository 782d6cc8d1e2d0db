using Athens.Sync.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Athens.Sync.AspNetCore;

/// <summary>Keeps a server's bookkeeping small while the host runs.</summary>
internal sealed class SyncMaintenance(SyncServer server, TimeProvider time, ILogger<SyncMaintenance> logger, TimeSpan interval) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            await RunAsync(stoppingToken).ConfigureAwait(false);
    }

    /// <summary>What fails today is done tomorrow: nothing but space depends on it.</summary>
    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            int removed = await server.MaintainAsync(cancellationToken).ConfigureAwait(false);
            SyncEndpointLog.Maintained(logger, removed);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            SyncEndpointLog.MaintenanceFailed(logger, exception);
        }
    }
}
