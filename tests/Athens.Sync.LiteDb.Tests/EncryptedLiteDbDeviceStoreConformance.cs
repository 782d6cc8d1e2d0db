using Athens.Sync.Testing;
using Athens.Sync.Tests.Encryption;

namespace Athens.Sync.LiteDb.Tests;

/// <summary>An encrypted store keeps every promise that one in the clear does.</summary>
public sealed class EncryptedLiteDbDeviceStoreConformance : DeviceStoreConformance<LiteDbDeviceStore>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    protected override Task<LiteDbDeviceStore> CreateAsync() =>
        LiteDbDeviceStore.OpenAsync(new LiteDbDeviceStoreOptions { Path = folder["store.db"], Cipher = EncryptedStoreTests.Cipher(1) });

    protected override async Task<LiteDbDeviceStore> ReopenAsync(LiteDbDeviceStore store)
    {
        await store.DisposeAsync();
        return await CreateAsync();
    }
}
