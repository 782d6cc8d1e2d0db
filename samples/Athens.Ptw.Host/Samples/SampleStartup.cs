using Athens.Ptw.Catalogue;
using Athens.Ptw.Host.Accounts;
using Athens.Ptw.Host.Storage;
using Athens.Sync;
using Athens.Sync.Server;
using Microsoft.EntityFrameworkCore;

namespace Athens.Ptw.Host.Samples;

/// <summary>In Development, and where <c>Ptw:SeedSamples</c> asks for it, gives each project that has no permit a few.</summary>
internal sealed class SampleStartup(
    IServiceScopeFactory scopes, SyncServer server, SyncIds ids, PermitCatalogue catalogue, TimeProvider clock, IConfiguration configuration, IHostEnvironment environment)
    : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (!environment.IsDevelopment() || !configuration.GetValue<bool>("Ptw:SeedSamples"))
            return;
        foreach (string project in DemoAccounts.Projects)
        {
            if (await IsEmptyAsync(project, cancellationToken))
                await new SamplePermits(new SampleCrew(server, ids, project), catalogue, clock.GetUtcNow()).WriteAsync();
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<bool> IsEmptyAsync(string project, CancellationToken cancellationToken)
    {
        await using AsyncServiceScope scope = scopes.CreateAsyncScope();
        PtwDbContext db = scope.ServiceProvider.GetRequiredService<PtwDbContext>();
        return !await db.Permits.AnyAsync(permit => permit.ProjectId == project, cancellationToken);
    }
}
