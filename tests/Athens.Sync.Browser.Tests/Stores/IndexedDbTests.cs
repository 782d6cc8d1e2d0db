using System.Globalization;
using Athens.Sync.Browser.Tests.Hosting;
using Microsoft.Playwright;

namespace Athens.Sync.Browser.Tests.Stores;

/// <summary>What only a browser does to a store: it is restarted, killed and short of room, and has several tabs.</summary>
[Collection(BrowserCollection.Name)]
public sealed class IndexedDbTests(Chromium chromium) : IAsyncLifetime
{
    /// <summary>A server of its own for each test: its devices see no other notes.</summary>
    private readonly StorePageServer server = new();

    private readonly string database = $"tests-{Guid.NewGuid():N}";
    private readonly string profile = Directory.CreateTempSubdirectory("athens-profile-").FullName;
    private IBrowserContext context = null!;

    public async Task InitializeAsync()
    {
        await server.InitializeAsync();
        context = await chromium.Browser.NewContextAsync();
    }

    public async Task DisposeAsync()
    {
        await context.DisposeAsync();
        await server.DisposeAsync();
        Directory.Delete(profile, recursive: true);
    }

    [Fact]
    public async Task Browser_StartedAgain_HasTheWholeQueue()
    {
        await using (IBrowserContext first = await chromium.OpenProfileAsync(profile))
        {
            await first.RouteAsync("**/sync/**", route => route.AbortAsync());
            IPage page = await OpenAsync(first);
            await page.DoAsync("Save", database, 1, 100, 40);
        }

        await using IBrowserContext again = await chromium.OpenProfileAsync(profile);
        await again.RouteAsync("**/sync/**", route => route.AbortAsync());
        IPage after = await OpenAsync(again);

        Assert.Equal((100, 100), await CountAsync(after));
    }

    [Fact]
    public async Task Browser_Killed_HasEverySaveThatWasAcknowledged()
    {
        int acknowledged;
        await using (var running = await KillableBrowser.StartAsync(profile))
        {
            IPage page = await OpenAsync(running.Context, offline: true);
            Task saving = page.DoAsync("Save", database, 1, 100_000, 40);
            await page.WaitForFunctionAsync("() => window.saved >= 60");
            acknowledged = await page.EvaluateAsync<int>("() => window.saved");
            await running.KillAsync();
            await Assert.ThrowsAnyAsync<Exception>(() => saving);
        }

        await using IBrowserContext again = await chromium.OpenProfileAsync(profile);
        (int waiting, int notes) = await CountAsync(await OpenAsync(again, offline: true));

        Assert.True(notes >= acknowledged, $"{acknowledged} saves were acknowledged, {notes} notes are there");
        Assert.Equal(notes, waiting);
    }

    [Fact]
    public async Task Tabs_SavingAtOnce_LoseNothing()
    {
        await context.RouteAsync("**/sync/**", route => route.AbortAsync());
        IPage one = await OpenAsync(context);
        IPage other = await OpenAsync(context);

        await Task.WhenAll(
            one.DoAsync("CountUp", database, 30), other.DoAsync("CountUp", database, 30),
            one.DoAsync("Save", database, 1, 30, 10), other.DoAsync("Save", database, 31, 30, 10));

        Assert.Equal(60, (await CountAsync(one)).Notes);
        Assert.Equal(await one.CallAsync<long>("Counted", database), await other.CallAsync<long>("Counted", database));
    }

    [Fact]
    public async Task Tabs_OfOneStore_OneSyncsAndAllSeeTheResult()
    {
        (IPage leader, IPage follower) = await TwoTabsAsync();
        int before = await follower.CallAsync<int>("Calls", database);

        await follower.DoAsync("Save", database, 1, 3, 10);

        await leader.WaitForFunctionAsync(Settled(0, 3));
        await follower.WaitForFunctionAsync(Settled(0, 3));
        Assert.Equal(before, await follower.CallAsync<int>("Calls", database));
    }

    [Fact]
    public async Task Tab_ThatIsAskedToSync_TakesTheLead()
    {
        (IPage leader, IPage follower) = await TwoTabsAsync();
        await leader.RouteAsync("**/sync/**", route => route.AbortAsync());
        await follower.DoAsync("Save", database, 1, 3, 10);

        await follower.DoAsync("SyncNow", database);

        Assert.Equal((0, 3), await CountAsync(follower));
        Assert.True(await follower.CallAsync<bool>("Leads", database));
        await leader.WaitForFunctionAsync(Follows());
        Assert.Equal((0, 3), await CountAsync(leader));
    }

    /// <summary>The tab that led has a push under way, whose answer comes when another tab has sent the same changes again.</summary>
    [Fact]
    public async Task Lead_TakenDuringACycle_DoublesAndLosesNothing()
    {
        (IPage leader, IPage follower) = await TwoTabsAsync();
        await follower.DoAsync("SyncNow", database);
        (leader, follower) = (follower, leader);
        var arrived = new TaskCompletionSource();
        var later = new TaskCompletionSource();
        await leader.RouteAsync("**/sync/push", async route =>
        {
            IAPIResponse answer = await route.FetchAsync();
            arrived.TrySetResult();
            await later.Task;
            await route.FulfillAsync(new RouteFulfillOptions { Response = answer });
        });
        await leader.DoAsync("CountUp", database, 5);
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(60));

        await follower.DoAsync("CountUp", database, 2);
        await follower.DoAsync("SyncNow", database);
        later.SetResult();

        await leader.WaitForFunctionAsync(Follows());
        await follower.DoAsync("SyncNow", database);
        await using IBrowserContext elsewhere = await chromium.Browser.NewContextAsync();
        IPage other = await OpenAsync(elsewhere);
        await other.DoAsync("SyncNow", database);
        Assert.Equal(7, await other.CallAsync<long>("Counted", database));
        Assert.Equal(7, await leader.CallAsync<long>("Counted", database));
        Assert.Equal(0, (await CountAsync(follower)).Waiting);
    }

    [Fact]
    public async Task Tab_ThatLed_Closed_LeavesTheLeadToAnother()
    {
        IPage first = await OpenAsync(context);
        await first.WaitForFunctionAsync(Leads());
        IPage second = await OpenAsync(context);
        await first.CloseAsync();

        await second.WaitForFunctionAsync(Leads());
        await second.DoAsync("Save", database, 1, 2, 10);

        await second.WaitForFunctionAsync(Settled(0, 2));
    }

    [Fact]
    public async Task Room_ThatRunsOut_IsToldAndCostsNothing()
    {
        await context.RouteAsync("**/sync/**", route => route.AbortAsync());
        FullDisk disk = await FullDisk.OfAsync(context, server.Address);
        IPage page = await OpenAsync(context);
        await page.DoAsync("Save", database, 1, 5, 40);
        await disk.FillAsync(page);

        string? failure = await page.CallAsync<string?>("Save", database, 100, 5, 60_000);
        (_, int full) = await CountAsync(page);
        await disk.FreeAsync();
        await page.DoAsync("Save", database, 1_000, 5, 40);

        Assert.StartsWith("Full:", failure, StringComparison.Ordinal);
        Assert.Equal(5, full);
        Assert.Equal(10, (await CountAsync(page)).Notes);
    }

    [Fact]
    public async Task Store_OfANewerVersion_IsRefusedAndLeftAsItIs()
    {
        IPage page = await StorePages.OpenAsync(context, server.Address);
        await page.EvaluateAsync("name => new Promise(done => { indexedDB.open(name, 99).onsuccess = event => { event.target.result.close(); done(); }; })", database);

        Assert.StartsWith("NewerSchema:", await page.CallAsync<string?>("Open", database), StringComparison.Ordinal);
    }

    private async Task<(IPage Leader, IPage Follower)> TwoTabsAsync()
    {
        IPage first = await OpenAsync(context);
        await first.WaitForFunctionAsync(Leads());
        IPage second = await OpenAsync(context);
        return await first.CallAsync<bool>("Leads", database) ? (first, second) : (second, first);
    }

    private async Task<IPage> OpenAsync(IBrowserContext browser, bool offline = false)
    {
        if (offline)
            await browser.RouteAsync("**/sync/**", route => route.AbortAsync());
        IPage page = await StorePages.OpenAsync(browser, server.Address);
        await page.DoAsync("Open", database);
        return page;
    }

    private async Task<(int Waiting, int Notes)> CountAsync(IPage page)
    {
        int[] counts = await page.CallAsync<int[]>("Count", database);
        return (counts[0], counts[1]);
    }

    private string Leads() => $"() => DotNet.invokeMethodAsync('Athens.Sync.IndexedDb.Browser', 'Leads', '{database}')";

    private string Follows() => $"async () => !await DotNet.invokeMethodAsync('Athens.Sync.IndexedDb.Browser', 'Leads', '{database}')";

    private string Settled(int waiting, int notes) => string.Create(CultureInfo.InvariantCulture,
        $"async () => {{ const [waiting, notes] = await DotNet.invokeMethodAsync('Athens.Sync.IndexedDb.Browser', 'Count', '{database}'); return waiting === {waiting} && notes === {notes}; }}");
}
