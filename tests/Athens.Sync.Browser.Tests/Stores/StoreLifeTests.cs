using Athens.Sync.Browser.Tests.Hosting;
using Microsoft.Playwright;

namespace Athens.Sync.Browser.Tests.Stores;

/// <summary>Stores that are opened, closed and deleted, where other tabs have a say, and browsers that do not give what a store needs.</summary>
[Collection(BrowserCollection.Name)]
public sealed class StoreLifeTests(Chromium chromium) : IAsyncLifetime
{
    private const string NoDatabases = "Object.defineProperty(window, 'indexedDB', { value: undefined });";
    private const string NoLocks = "Object.defineProperty(Navigator.prototype, 'locks', { value: undefined });";

    /// <summary>As a private window of some browsers: the database is there, and fails whenever it is opened.</summary>
    private const string PrivateWindow =
        """
        IDBFactory.prototype.open = () => {
            const request = { error: new DOMException('A mutation operation was attempted on a database that did not allow mutations.', 'InvalidStateError') };
            queueMicrotask(() => request.onerror());
            return request;
        };
        """;

    /// <summary>A server of its own for each test: its devices see no other notes.</summary>
    private readonly StorePageServer server = new();

    private readonly string database = $"life-{Guid.NewGuid():N}";
    private IBrowserContext context = null!;

    public async Task InitializeAsync()
    {
        await server.InitializeAsync();
        context = await chromium.Browser.NewContextAsync();
        await context.RouteAsync("**/sync/**", route => route.AbortAsync());
    }

    public async Task DisposeAsync()
    {
        await context.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Store_OpenInAnotherTab_IsNotDeletedNowOrLater()
    {
        IPage one = await OpenAsync();
        IPage other = await StorePages.OpenAsync(context, server.Address);
        await one.DoAsync("Save", database, 1, 3, 10);

        string? failure = await other.CallAsync<string?>("Delete", database);
        await one.DoAsync("Save", database, 4, 2, 10);
        await one.CloseAsync();
        await other.DoAsync("Open", database);

        Assert.StartsWith("Busy:", failure, StringComparison.Ordinal);
        int[] counts = await other.CallAsync<int[]>("Count", database);
        Assert.Equal([5, 5], counts);
    }

    [Fact]
    public async Task Store_ThatNobodyHasOpen_IsDeleted()
    {
        IPage page = await OpenAsync();
        await page.DoAsync("Save", database, 1, 3, 10);
        await page.DoAsync("Close", database);

        await page.DoAsync("Delete", database);

        await page.DoAsync("Open", database);
        int[] counts = await page.CallAsync<int[]>("Count", database);
        Assert.Equal([0, 0], counts);
    }

    [Fact]
    public async Task Commit_UnderWayWhenTheStoreIsClosed_IsToldAsItIs()
    {
        IPage page = await StorePages.OpenAsync(context, server.Address);
        for (int n = 0; n < 10; n++)
        {
            bool[] outcome = await page.CallAsync<bool[]>("CommitAndClose", $"{database}-{n}");
            Assert.Equal(outcome[1], outcome[0]);
        }
    }

    [Fact]
    public async Task Record_ThatCannotBeRead_IsDamage()
    {
        IPage page = await OpenAsync();
        await page.DoAsync("Save", database, 1, 1, 10);
        // With a revision of its own: what the loop commits on an older one is refused, and does not write over it.
        await page.EvaluateAsync(
            """
            name => new Promise(done => {
                indexedDB.open(name).onsuccess = ({ target: { result: db } }) => {
                    const transaction = db.transaction('device', 'readwrite');
                    transaction.objectStore('device').put({ revision: 1000, json: 7 }, 'state');
                    transaction.oncomplete = () => { db.close(); done(); };
                };
            })
            """,
            database);

        Assert.StartsWith("Corrupt:", await page.CallAsync<string?>("Save", database, 2, 1, 10), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NewVersionOfTheApp_WithAnotherSchema_ReadsAndSendsWhatTheOlderOneLeft()
    {
        string[] keys = [.. Enumerable.Range(1, 20).Select(n => $"{database}-{n}")];
        IPage page = await StorePages.OpenAsync(context, server.Address);
        await page.RouteAsync("**/sync/push", async route =>
        {
            await route.FetchAsync();
            await route.AbortAsync();
        });
        await page.DoAsync("UseOlder", database, keys);
        await page.CloseAsync();

        IPage newer = await OpenAsync();
        int[] counts = await newer.CallAsync<int[]>("Count", database);
        Assert.Equal(keys.Length, counts[1]);
        await context.UnrouteAllAsync();
        await newer.DoAsync("SyncNow", database);

        await using IBrowserContext other = await chromium.Browser.NewContextAsync();
        IPage reader = await StorePages.OpenAsync(other, server.Address);
        await reader.DoAsync("Open", "reader");
        await reader.DoAsync("SyncNow", "reader");
        foreach (string key in keys)
        {
            Assert.Equal($"words of {key}", await newer.CallAsync<string?>("Text", database, key));
            Assert.Equal($"words of {key}", await reader.CallAsync<string?>("Text", "reader", key));
        }
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task Opening_AsksTheBrowserToKeepTheData_UnlessTheAppSaysOtherwise(bool asks, int times)
    {
        await context.AddInitScriptAsync("window.asked = 0; StorageManager.prototype.persist = () => { window.asked++; return Promise.resolve(false); };");
        IPage page = await StorePages.OpenAsync(context, server.Address);

        await page.DoAsync("OpenAsking", database, asks);

        Assert.Equal(times, await page.EvaluateAsync<int>("() => window.asked"));
    }

    [Theory]
    [InlineData(NoDatabases)]
    [InlineData(NoLocks)]
    [InlineData(PrivateWindow)]
    public async Task Browser_WithoutWhatAStoreNeeds_IsToldAsUnavailable(string without)
    {
        await context.AddInitScriptAsync(without);
        IPage page = await StorePages.OpenAsync(context, server.Address);

        Assert.StartsWith("Unavailable:", await page.CallAsync<string?>("Open", database), StringComparison.Ordinal);
    }

    private async Task<IPage> OpenAsync()
    {
        IPage page = await StorePages.OpenAsync(context, server.Address);
        await page.DoAsync("Open", database);
        return page;
    }
}
