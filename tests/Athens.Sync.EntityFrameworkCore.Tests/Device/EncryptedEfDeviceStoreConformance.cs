using Athens.Sync.EntityFrameworkCore.Device;
using Athens.Sync.Testing;
using Athens.Sync.Tests.Encryption;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Tests.Device;

/// <summary>An encrypted store keeps every promise that one in the clear does.</summary>
public sealed class EncryptedEfDeviceStoreConformance : DeviceStoreConformance<EfDeviceStore>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    protected override Task<EfDeviceStore> CreateAsync() =>
        EfDeviceStore.OpenAsync(options => options.UseSqlite($"Data Source={folder["store.db"]}"), new EfDeviceStoreOptions { Cipher = EncryptedStoreTests.Cipher(1) });

    protected override async Task<EfDeviceStore> ReopenAsync(EfDeviceStore store)
    {
        await store.DisposeAsync();
        return await CreateAsync();
    }
}
