using Athens.Sync.EntityFrameworkCore.Tests.Databases;
using Athens.Sync.Server;
using Athens.Sync.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Athens.Sync.EntityFrameworkCore.Tests.Conformance;

public abstract class EfServerStoreConformance(ITestDatabase database) : ServerStoreConformance<EfServerStore<ConformanceContext>>
{
    private ServiceProvider? services;

    protected override async Task<EfServerStore<ConformanceContext>> CreateAsync()
    {
        var collection = new ServiceCollection();
        collection.AddDbContext<ConformanceContext>(database.Use);
        collection.AddAthensSyncServer(Model).UseEntityFrameworkCore<ConformanceContext>();
        services = collection.BuildServiceProvider(validateScopes: true);
        await using AsyncServiceScope scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ConformanceContext>().Database.EnsureCreatedAsync();
        return (EfServerStore<ConformanceContext>)services.GetRequiredService<IServerStore>();
    }

    public override async Task DisposeAsync()
    {
        await services!.DisposeAsync();
        database.Delete();
    }
}
