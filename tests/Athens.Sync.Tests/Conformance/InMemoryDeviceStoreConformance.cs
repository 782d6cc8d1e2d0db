using Athens.Sync.InMemory;
using Athens.Sync.Testing;

namespace Athens.Sync.Tests.Conformance;

public sealed class InMemoryDeviceStoreConformance : DeviceStoreConformance<InMemoryDeviceStore>
{
    protected override Task<InMemoryDeviceStore> CreateAsync() => Task.FromResult(new InMemoryDeviceStore());

    protected override Task<InMemoryDeviceStore> ReopenAsync(InMemoryDeviceStore store) => Task.FromResult(store.Reopen());
}
