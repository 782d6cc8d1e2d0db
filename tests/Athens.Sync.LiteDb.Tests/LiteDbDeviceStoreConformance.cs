using Athens.Sync.Testing;

namespace Athens.Sync.LiteDb.Tests;

// snippet:suite
public sealed class LiteDbDeviceStoreConformance : DeviceStoreConformance<LiteDbDeviceStore>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    protected override Task<LiteDbDeviceStore> CreateAsync() => LiteDbDeviceStore.OpenAsync(folder["store.db"]);

    protected override async Task<LiteDbDeviceStore> ReopenAsync(LiteDbDeviceStore store)
    {
        await store.DisposeAsync();
        return await CreateAsync();
    }
}
// endsnippet
