using Athens.Sync.Server;
using Athens.Sync.Testing;

namespace Athens.Sync.EntityFrameworkCore.Tests.Conformance;

public sealed class StoreComplianceTests
{
    [Fact]
    public void ServerStores_OfThePackage_AreAllTested() =>
        Assert.Empty(StoreCompliance.Untested(typeof(IServerStore), typeof(ServerStoreConformance<>), typeof(EfServerStore<>).Assembly, GetType().Assembly));
}
