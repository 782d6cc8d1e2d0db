using Athens.Sync.Browser.Tests.Hosting;
using Athens.Sync.Device;
using Athens.Sync.IndexedDb;
using Athens.Sync.IndexedDb.Browser;
using Athens.Sync.Testing;

namespace Athens.Sync.Browser.Tests.Stores;

/// <summary>Every test of the suite of device stores, run by the page in the browser, over the browser's own IndexedDB.</summary>
[Collection(BrowserCollection.Name)]
public sealed class IndexedDbConformanceTests(SuitePage page) : IClassFixture<SuitePage>
{
    public static TheoryData<string> Tests => [.. SuiteCase.All.Select(test => test.Name)];

    [Theory]
    [MemberData(nameof(Tests))]
    public async Task IndexedDb_InTheBrowser_KeepsThePromise(string test) => Assert.Null(await page.Page.EvaluateAsync<string?>(StorePages.Call("Run"), new object?[] { test }));

    [Fact]
    public async Task Page_HasEveryTestOfTheSuite() =>
        Assert.Equal(SuiteCase.All.Select(test => test.Name), await page.Page.EvaluateAsync<string[]>(StorePages.Call("Tests"), Array.Empty<object>()));

    [Fact]
    public void DeviceStores_OfThisPackage_AreAllTested() =>
        Assert.Empty(StoreCompliance.Untested(typeof(IDeviceStore), typeof(DeviceStoreConformance<>), typeof(IndexedDbDeviceStore).Assembly, typeof(IndexedDbConformance).Assembly));
}
