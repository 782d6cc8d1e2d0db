using Athens.Sync.EntityFrameworkCore.Device;
using Athens.Sync.Testing;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Tests.Device;

public sealed class EfDeviceStoreConformance : DeviceStoreConformance<EfDeviceStore>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    protected override Task<EfDeviceStore> CreateAsync() => EfDeviceStore.OpenAsync(options => options.UseSqlite($"Data Source={folder["store.db"]}"));

    protected override async Task<EfDeviceStore> ReopenAsync(EfDeviceStore store)
    {
        await store.DisposeAsync();
        return await CreateAsync();
    }
}
