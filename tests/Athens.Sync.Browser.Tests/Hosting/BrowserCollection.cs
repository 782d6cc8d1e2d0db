namespace Athens.Sync.Browser.Tests.Hosting;

/// <summary>The tests of one collection run one after another, over the same browser and the same servers.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserCollection : ICollectionFixture<Chromium>, ICollectionFixture<StorePageServer>, ICollectionFixture<PtwProcess>
{
    public const string Name = "browser";
}
