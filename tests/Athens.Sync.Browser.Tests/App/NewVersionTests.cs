using Athens.Sync.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Athens.Sync.Browser.Tests.App;

/// <summary>A new version of the app's files: the one that was built is the older, the published one the newer. Both are served from one address.</summary>
public sealed class NewVersionTests(Chromium chromium, PtwProcess host) : AppTests(chromium, host), IAsyncLifetime
{
    private const int Readings = 60;

    private readonly PtwProcess own = new();

    Task IAsyncLifetime.InitializeAsync() => own.StartAsync(Repository.Built("samples", "Athens.Ptw.Host", PtwProcess.Program));

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeAsync();
        await own.DisposeAsync();
    }

    [Fact]
    public async Task NewVersion_OverAFullQueue_WaitsUntilItIsAskedFor_AndLosesNothing()
    {
        IBrowserContext browser = await NewBrowserAsync();
        AppDevice device = await AppDevice.SignInAsync(browser, own.Address);
        await device.Page.EvaluateAsync("() => navigator.serviceWorker.ready");
        string older = await VersionAsync(device);
        await own.KillAsync();
        string permit = await device.CreateAsync(Title);
        await device.AddReadingsAsync(Readings);
        AppDevice second = await AppDevice.OpenAsync(browser, own.Address, permit);
        await second.SeesPendingAsync(Readings + 1);
        await second.Page.Locator("#location").FillAsync("Not saved yet");

        // The new version knows nobody any more, so that the queue is still full when the app is exchanged.
        await own.StartAsync(await PublishedApp.ProgramAsync(), "another key, which makes everybody sign in again");
        await device.Page.ReloadAsync();
        await OfferOn(device).WaitForAsync();
        Assert.Contains(older, await CachesAsync(device));
        await device.SeesPendingAsync(Readings + 1);
        await OfferOn(device).ClickAsync();

        await Expect(OfferOn(device)).ToHaveCountAsync(0);
        await device.SeesPendingAsync(Readings + 1);
        Assert.NotEqual(older, await VersionAsync(device));

        await OfferOn(second).WaitForAsync();
        await second.SeesFieldAsync("location", "Not saved yet");
        await second.EditAsync("location", "Saved by the older version");
        await OfferOn(second).ClickAsync();
        await Expect(OfferOn(second)).ToHaveCountAsync(0);
        await second.SeesFieldAsync("location", "Saved by the older version");

        await Expect(device.Status).ToContainTextAsync("Sign in to sync");
        await device.ChooseAsync("Sign in");
        await device.SignInAsync("requester-north");
        await second.SyncAsync();
        await device.SeesPendingAsync(0);
        using Colleague colleague = await Colleague.SignInAsync(own.Address, "requester-north");
        Assert.Equal("Saved by the older version", (await colleague.ReadAsync(permit)).GetProperty("location").GetString());
        Assert.Equal(Readings, await colleague.CountAsync("gas-readings", permit));
    }

    private static ILocator OfferOn(AppDevice device) => device.Page.Locator(".news", new PageLocatorOptions { HasText = "A new version of the app is ready" }).GetByRole(AriaRole.Button);

    /// <summary>The one version whose files are kept.</summary>
    private static async Task<string> VersionAsync(AppDevice device) => Assert.Single(await CachesAsync(device));

    private static Task<string[]> CachesAsync(AppDevice device) => device.Page.EvaluateAsync<string[]>("async () => (await caches.keys()).filter(name => name.startsWith('ptw-app-'))");
}
