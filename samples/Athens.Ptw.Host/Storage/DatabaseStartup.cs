using Athens.Ptw.Host.Accounts;
using Athens.Sync;
using Athens.Sync.Server;
using Microsoft.AspNetCore.Identity;

namespace Athens.Ptw.Host.Storage;

/// <summary>
/// Migrates the schema, in Development adds the demo accounts, and has the feed tell what was written without the engine, before
/// the host takes its first request.
/// </summary>
internal sealed partial class DatabaseStartup(
    PtwDatabase database, SyncServer server, IServiceScopeFactory scopes, IHostEnvironment environment, ILogger<DatabaseStartup> logger) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await using (PtwDbContext schema = database.OpenSchema())
            await SchemaMigration.RunAsync(schema, cancellationToken);
        await using AsyncServiceScope scope = scopes.CreateAsyncScope();
        if (environment.IsDevelopment())
            await DemoAccounts.SeedAsync(scope.ServiceProvider.GetRequiredService<PtwDbContext>(), scope.ServiceProvider.GetRequiredService<IPasswordHasher<User>>(), cancellationToken);
        CatchUpReport report = await server.CatchUpAsync(cancellationToken);
        if (report.Told > 0)
            LogTold(report.Told);
        if (report.Unplaced.Count > 0)
            LogUnplaced(report.Unplaced.Count, report.Unplaced[0]);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1, LogLevel.Information, "{Count} rows that were written without the engine are in the feed now.")]
    private partial void LogTold(int count);

    [LoggerMessage(2, LogLevel.Warning, "{Count} rows are in no project, so that no device learns of them; one is {Entity}.")]
    private partial void LogUnplaced(int count, EntityId entity);
}
