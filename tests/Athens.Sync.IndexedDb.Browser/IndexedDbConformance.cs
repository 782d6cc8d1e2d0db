using Athens.Sync.Testing;

namespace Athens.Sync.IndexedDb.Browser;

/// <summary>The suite of every device's store, on IndexedDB.</summary>
public sealed class IndexedDbConformance : DeviceStoreConformance<IndexedDbDeviceStore>
{
    protected override Task<IndexedDbDeviceStore> CreateAsync() => Page.OpenAsync($"conformance-{Guid.NewGuid():N}");

    protected override async Task<IndexedDbDeviceStore> ReopenAsync(IndexedDbDeviceStore store)
    {
        await store.DisposeAsync();
        return await Page.OpenAsync(store.Name);
    }
}
