using Athens.Sync.Device;
using Athens.Sync.EntityFrameworkCore.Device;
using Athens.Sync.Testing;

namespace Athens.Sync.EntityFrameworkCore.Tests.Device;

public sealed class StoreComplianceTests
{
    [Fact]
    public void DeviceStores_OfThisPackage_AreAllTested() =>
        Assert.Empty(StoreCompliance.Untested(typeof(IDeviceStore), typeof(DeviceStoreConformance<>), typeof(EfDeviceStore).Assembly, GetType().Assembly));
}
