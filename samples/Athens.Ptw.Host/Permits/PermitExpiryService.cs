namespace Athens.Ptw.Host.Permits;

/// <summary>Looks for permits that expire, again and again while the host runs.</summary>
internal sealed partial class PermitExpiryService(
    IServiceScopeFactory scopes, TimeProvider clock, PermitExpirySettings settings, ILogger<PermitExpiryService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.Every == TimeSpan.Zero)
            return;
        using var timer = new PeriodicTimer(settings.Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await LookAsync(stoppingToken);
    }

    /// <summary>A database that is away for a while must not end the host.</summary>
    private async Task LookAsync(CancellationToken stoppingToken)
    {
        try
        {
            await using AsyncServiceScope scope = scopes.CreateAsyncScope();
            int expired = await scope.ServiceProvider.GetRequiredService<PermitExpiry>().ExpireAsync(stoppingToken);
            if (expired > 0)
                LogExpired(expired);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            LogFailed(e);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "{Count} permits expired.")]
    private partial void LogExpired(int count);

    [LoggerMessage(2, LogLevel.Error, "Looking for permits that expire failed; it is tried again.")]
    private partial void LogFailed(Exception e);
}
