using Athens.Ptw.Host.Accounts;
using Microsoft.AspNetCore.Identity;

namespace Athens.Ptw.Host.Storage;

/// <summary>Makes the schema, and in Development the demo accounts, before the host takes its first request.</summary>
internal sealed class DatabaseStartup(IServiceScopeFactory scopes, IHostEnvironment environment) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await using AsyncServiceScope scope = scopes.CreateAsyncScope();
        PtwDbContext db = scope.ServiceProvider.GetRequiredService<PtwDbContext>();
        await db.Database.EnsureCreatedAsync(cancellationToken);
        if (environment.IsDevelopment())
            await DemoAccounts.SeedAsync(db, scope.ServiceProvider.GetRequiredService<IPasswordHasher<User>>(), cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
