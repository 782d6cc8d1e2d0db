using System.Globalization;
using Athens.Sync.Browser.Tests.Hosting;
using Microsoft.Playwright;
using Xunit.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace Athens.Sync.Browser.Tests.App;

/// <summary>The app as it is installed: published, and trimmed of what nothing seemed to use.</summary>
public sealed class PublishedAppTests(Chromium chromium, PtwProcess host, ITestOutputHelper output) : AppTests(chromium, host), IAsyncLifetime
{
    private const long BytesMax = 5_000_000;
    private const int Waiting = 500;

    private readonly PtwProcess own = new();

    /// <summary>How often the app is loaded for the figures: once, unless the variable says more.</summary>
    private static int Loads => int.Parse(Environment.GetEnvironmentVariable("FIGURES_LOADS") ?? "1", CultureInfo.InvariantCulture);

    Task IAsyncLifetime.InitializeAsync() => own.StartAsync();

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeAsync();
        await own.DisposeAsync();
    }

    [Fact]
    public async Task PublishedApp_WeighsLessThanFiveMegabytes()
    {
        string files = Path.Combine(await PublishedApp.FolderAsync(), "wwwroot");

        long bytes = Directory.EnumerateFiles(files, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is not (".br" or ".gz"))
            .Sum(file => new FileInfo(File.Exists(file + ".br") ? file + ".br" : file).Length);

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"published and compressed: {bytes / 1e6:0.00} MB"));
        Assert.InRange(bytes, 1, BytesMax);
    }

    [Fact]
    public async Task PublishedApp_SignsInMakesEditsAndStartsOffline()
    {
        AppDevice device = await AppDevice.SignInAsync(await NewBrowserAsync(), own.Address);
        string permit = await device.CreateSentAsync(Title);
        await device.EditSentAsync("location", "Tank 7");
        await device.AddReadingsAsync(1);
        await device.SeesPendingAsync(0);
        await device.Page.EvaluateAsync("() => navigator.serviceWorker.ready");
        await own.KillAsync();

        await device.Page.ReloadAsync();
        await device.SeesFieldAsync("location", "Tank 7");
        await device.EditAsync("location", "Tank 8, offline");
        await device.SeesPendingAsync(1);

        await own.StartAsync();
        await device.SyncAsync();
        using Colleague colleague = await Colleague.SignInAsync(own.Address, "requester-north");
        Assert.Equal("Tank 8, offline", (await colleague.ReadAsync(permit)).GetProperty("location").GetString());
    }

    [Fact]
    public async Task PublishedApp_ShowsAConflictAndResolvesIt()
    {
        AppDevice device = await AppDevice.SignInAsync(await NewBrowserAsync(), own.Address);
        using Colleague colleague = await Colleague.SignInAsync(own.Address, "requester-north");
        string permit = await device.CreateSentAsync(Title);
        await device.WorkOfflineAsync(true);
        await device.EditAsync("location", "Mine");
        await colleague.EditAsync(permit, new { location = "Theirs" });
        await device.WorkOfflineAsync(false);
        await device.SeesConflictsAsync(1);
        await device.OpenConflictsAsync();

        await device.Conflicts.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Keep mine" }).ClickAsync();

        await device.SeesConflictsAsync(0);
        await device.SeesPendingAsync(0);
        Assert.Equal("Mine", (await colleague.ReadAsync(permit)).GetProperty("location").GetString());
    }

    /// <summary>Writes what a start from the kept files, and a save with changes waiting, take (docs/performance.md). It judges no time: machines differ.</summary>
    [Fact]
    public async Task Figures_OfThePublishedApp_AreWritten()
    {
        IBrowserContext browser = await NewBrowserAsync();
        AppDevice device = await AppDevice.SignInAsync(browser, own.Address);
        await device.Page.EvaluateAsync("() => navigator.serviceWorker.ready");
        await device.Page.CloseAsync();

        List<double> starts = [];
        for (int load = 0; load < Loads; load++)
            starts.Add(await StartAsync(browser));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"in order: {string.Join(" ", starts.Select(start => start.ToString("0", CultureInfo.InvariantCulture)))} ms"));
        starts.Sort();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Loads} warm loads until the permits are shown: {starts[Loads / 2]:0} ms at the median, {starts[^1]:0} ms at most"));

        device = await AppDevice.OpenAsync(browser, own.Address, "permits");
        await device.WorkOfflineAsync(true);
        await device.CreateAsync($"{Title}, full");
        await device.AddReadingsAsync(Loads == 1 ? 1 : Waiting);
        await device.CreateAsync($"{Title}, timed");
        double[] saves = await device.AddReadingsAsync(Loads == 1 ? 1 : 60);
        Array.Sort(saves);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{saves.Length} saves, from the press until it is shown: {saves[saves.Length / 2]:0} ms at the median, {saves[saves.Length * 95 / 100]:0} ms at the 95th"));
        Assert.All(starts.Concat(saves), time => Assert.True(time > 0));
    }

    private async Task<double> StartAsync(IBrowserContext browser)
    {
        IPage page = await browser.NewPageAsync();
        await page.AddInitScriptAsync(
            """
            new MutationObserver((_, observer) => {
                if (!document.querySelector('.permit-list a')) return;
                window.usable = performance.now();
                observer.disconnect();
            }).observe(document, { childList: true, subtree: true });
            """);
        await page.GotoAsync($"{own.Address}/permits");
        await page.WaitForFunctionAsync("() => window.usable > 0");
        double usable = await page.EvaluateAsync<double>("() => window.usable");
        await page.CloseAsync();
        return usable;
    }
}
