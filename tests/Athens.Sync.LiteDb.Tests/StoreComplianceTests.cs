using Athens.Sync.Device;
using Athens.Sync.Testing;

namespace Athens.Sync.LiteDb.Tests;

public sealed class StoreComplianceTests
{
    [Fact]
    public void DeviceStores_OfThisPackage_AreAllTested() =>
        Assert.Empty(StoreCompliance.Untested(typeof(IDeviceStore), typeof(DeviceStoreConformance<>), typeof(LiteDbDeviceStore).Assembly, GetType().Assembly));
}
