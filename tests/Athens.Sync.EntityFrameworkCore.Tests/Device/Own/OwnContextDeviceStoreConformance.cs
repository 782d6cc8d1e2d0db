using Athens.Sync.EntityFrameworkCore.Device;
using Athens.Sync.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Athens.Sync.EntityFrameworkCore.Tests.Device.Own;

public sealed class OwnContextDeviceStoreConformance : DeviceStoreConformance<OwnContextDeviceStore<OrderContext>>, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ServiceProvider services;

    public OwnContextDeviceStoreConformance() => services = new ServiceCollection()
        .AddDbContext<OrderContext>(options => options.UseSqlite($"Data Source={folder["app.db"]};Pooling=False").UseAthensSyncDevice(OrderContext.Synced))
        .BuildServiceProvider(validateScopes: true);

    public void Dispose()
    {
        services.Dispose();
        folder.Dispose();
    }

    protected override async Task<OwnContextDeviceStore<OrderContext>> CreateAsync()
    {
        await using AsyncServiceScope scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<OrderContext>().Database.EnsureCreatedAsync();
        return new OwnContextDeviceStore<OrderContext>(
            services.GetRequiredService<IServiceScopeFactory>(), OrderContext.Synced, TimeProvider.System, SyncIds.System(TimeProvider.System), NullLogger<OwnContextDeviceStore<OrderContext>>.Instance);
    }

    protected override async Task<OwnContextDeviceStore<OrderContext>> ReopenAsync(OwnContextDeviceStore<OrderContext> store)
    {
        await store.DisposeAsync();
        return await CreateAsync();
    }
}
