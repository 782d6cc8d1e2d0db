using Athens.Sync.Device;
using Athens.Sync.InMemory;
using Athens.Sync.Server;
using Athens.Sync.Testing;

namespace Athens.Sync.Tests.Conformance;

public sealed class StoreComplianceTests
{
    [Fact]
    public void DeviceStores_OfTheCore_AreAllTested() =>
        Assert.Empty(StoreCompliance.Untested(typeof(IDeviceStore), typeof(DeviceStoreConformance<>), typeof(IDeviceStore).Assembly, GetType().Assembly));

    [Fact]
    public void ServerStores_OfTheCore_AreAllTested() =>
        Assert.Empty(StoreCompliance.Untested(typeof(IServerStore), typeof(ServerStoreConformance<>), typeof(IServerStore).Assembly, GetType().Assembly));

    [Fact]
    public void DeviceStores_WithoutASuite_AreNamed() =>
        Assert.Equal(
            [typeof(InMemoryDeviceStore)],
            StoreCompliance.Untested(typeof(IDeviceStore), typeof(DeviceStoreConformance<>), typeof(IDeviceStore).Assembly, typeof(object).Assembly));
}
