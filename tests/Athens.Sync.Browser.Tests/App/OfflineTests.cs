using Athens.Sync.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Athens.Sync.Browser.Tests.App;

/// <summary>Offline for real: the host's process is dead, or the browser was closed.</summary>
public sealed class OfflineTests(Chromium chromium, PtwProcess host) : AppTests(chromium, host)
{
    private readonly Chromium chromium = chromium;

    [Fact]
    public async Task HostKilled_TheAppLoadsEditsAndQueues_AndSendsWhenItIsBack()
    {
        IBrowserContext browser = await NewBrowserAsync();
        AppDevice device = await AppDevice.SignInAsync(browser, Host.Address);
        string permit = await device.CreateSentAsync(Title);
        await device.Page.EvaluateAsync("() => navigator.serviceWorker.ready");
        await Host.KillAsync();
        try
        {
            await device.Page.ReloadAsync();
            await device.SeesFieldAsync("title", Title);
            await device.EditAsync("location", "Made while the host was dead");
            await device.SeesPendingAsync(1);
            AppDevice secondTab = await AppDevice.OpenAsync(browser, Host.Address, permit);
            await secondTab.SeesFieldAsync("location", "Made while the host was dead");
            await secondTab.Page.CloseAsync();
        }
        finally
        {
            await Host.StartAsync();
        }

        await device.SyncAsync();
        await OthersSeeAsync(permit, "location", "Made while the host was dead");
    }

    [Fact]
    public async Task HostThatTakesEverythingAndAnswersNothing_KeepsTheAppFromNothing()
    {
        IBrowserContext browser = await NewBrowserAsync();
        AppDevice device = await AppDevice.SignInAsync(browser, Host.Address);
        string permit = await device.CreateSentAsync(Title);
        await device.Page.EvaluateAsync("() => navigator.serviceWorker.ready");
        await device.Page.CloseAsync();
        device = await AppDevice.OpenAsync(browser, Host.Address, permit);
        await device.SeesFieldAsync("title", Title);
        await device.Page.CloseAsync();
        Host.Hang();
        try
        {
            device = await AppDevice.OpenAsync(browser, Host.Address, permit);
            await device.EditAsync(permit, "location", "Made while nobody answered");
            await device.SeesPendingAsync(1);
        }
        finally
        {
            Host.GoOn();
        }

        await device.SeesPendingAsync(0);
        await OthersSeeAsync(permit, "location", "Made while nobody answered");
    }

    [Fact]
    public async Task BrowserStartedAgain_WithAQueueOf500_HasAllOfIt_AndSendsIt()
    {
        string profile = Directory.CreateTempSubdirectory("athens-profile-").FullName;
        try
        {
            await using (IBrowserContext first = await chromium.OpenProfileAsync(profile))
            {
                AppDevice device = await AppDevice.SignInAsync(first, Host.Address);
                await device.WorkOfflineAsync(true);
                await device.CreateAsync(Title);
                await device.AddReadingsAsync(499);
                await device.SeesPendingAsync(500);
            }

            await using IBrowserContext again = await chromium.OpenProfileAsync(profile);
            AppDevice after = await AppDevice.OpenAsync(again, Host.Address, "queue");
            await after.SeesPendingAsync(0);
            await Expect(after.Page.Locator(".sync-queue-sum")).ToContainTextAsync("500 synced");
        }
        finally
        {
            Directory.Delete(profile, recursive: true);
        }
    }

    [Fact]
    public async Task TwoTabs_ShowOneQueue()
    {
        IBrowserContext browser = await NewBrowserAsync();
        AppDevice first = await AppDevice.SignInAsync(browser, Host.Address);
        AppDevice second = await AppDevice.OpenAsync(browser, Host.Address, "queue");
        await Expect(second.Status).ToHaveAttributeAsync("data-online", "true");
        await browser.SetOfflineAsync(true);

        await first.CreateAsync(Title);

        await first.SeesPendingAsync(1);
        await second.SeesPendingAsync(1);
        await browser.SetOfflineAsync(false);
        await second.SeesPendingAsync(0);
        await first.SeesPendingAsync(0);
    }

    [Fact]
    public async Task UserSwitched_TheFirstOnesWorkStays_AndIsSentWhenTheyAreBack()
    {
        AppDevice device = await NewDeviceAsync();
        await device.WorkOfflineAsync(true);
        string permit = await device.CreateAsync(Title);
        await device.SeesPendingAsync(1);
        await device.WorkOfflineAsync(false);
        await device.Page.RouteAsync("**/sync/**", route => route.AbortAsync());
        await device.GoAsync("sign-in");
        await device.Page.GetByLabel("User name").FillAsync("verifier-south");
        await device.Page.GetByLabel("Password").FillAsync("ptw-demo");
        await device.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign in" }).First.ClickAsync();
        await device.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Account of verifier-south, verifier" }).WaitForAsync();
        await device.SeesPendingAsync(0);

        await device.GoAsync("sign-in");
        await device.Page.UnrouteAllAsync();
        await device.Page.Locator(".people li", new PageLocatorOptions { HasText = "requester-north" }).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Go on" }).ClickAsync();

        await device.Page.Locator(".permit-list a", new PageLocatorOptions { HasText = Title }).WaitForAsync();
        await device.SeesPendingAsync(0);
        await OthersSeeAsync(permit, "title", Title);
    }

    [Fact]
    public async Task SignIn_LeavesNothingThatAScriptCouldCarryAway_AndSigningOutOfflineEndsItWhenTheNetworkIsBack()
    {
        IBrowserContext browser = await NewBrowserAsync();
        AppDevice device = await AppDevice.SignInAsync(browser, Host.Address);

        Assert.DoesNotContain("eyJ", await device.Page.EvaluateAsync<string>("() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])"), StringComparison.Ordinal);
        BrowserContextCookiesResult cookie = Assert.Single(await browser.CookiesAsync());
        Assert.True(cookie is { HttpOnly: true, SameSite: SameSiteAttribute.Strict });

        await browser.SetOfflineAsync(true);
        await device.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Account of requester-north" }).ClickAsync();
        await device.Page.GetByRole(AriaRole.Menuitem, new PageGetByRoleOptions { Name = "Sign out" }).ClickAsync();
        await device.Page.GetByLabel("User name").WaitForAsync();
        await device.Page.RunAndWaitForResponseAsync(() => browser.SetOfflineAsync(false), answer => answer.Request.Method == "DELETE" && answer.Ok);

        Assert.Empty(await browser.CookiesAsync());
    }

    [Fact]
    public async Task NoRoomLeft_IsSaidLoudly_AndWhatWasTypedCanBeSavedLater()
    {
        const string typed = "Typed on a full disk";
        IBrowserContext browser = await NewBrowserAsync();
        FullDisk disk = await FullDisk.OfAsync(browser, Host.Address);
        AppDevice device = await AppDevice.SignInAsync(browser, Host.Address);
        string permit = await device.CreateSentAsync(Title);
        await disk.FillAsync(device.Page);

        ILocator told = device.Page.GetByText("This device has no room left: nothing was saved").First;
        await device.Page.Locator("#location").FillAsync(typed);
        await device.SaveAsync();
        await told.WaitForAsync();
        await device.SeesFieldAsync("location", typed);
        await Expect(device.Page.GetByText("nothing was saved")).ToHaveCountAsync(0);
        await device.Page.Locator("#tab-signatures").ClickAsync();
        await device.Page.Locator("#signer").FillAsync("Signed on a full disk");
        await device.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign", Exact = true }).ClickAsync();
        await told.WaitForAsync();
        await device.SeesFieldAsync("signer", "Signed on a full disk");
        await Expect(device.Page.GetByText("nothing was saved")).ToHaveCountAsync(0);
        await device.Page.Locator("#tab-photos").ClickAsync();
        await device.Page.Locator("#photo-file").SetInputFilesAsync(PermitLifeTests.Picture);
        await device.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Keep photo" }).ClickAsync();
        await device.Page.GetByText("no room").First.WaitForAsync();
        await Expect(device.Page.Locator("#photo-file")).Not.ToHaveValueAsync("");
        await device.GoAsync("permits/new");
        await device.Page.Locator("#title").FillAsync($"{Title}, new");
        await device.Page.Locator("#location").FillAsync("Yard");
        await device.Page.Locator("#permit-type").SelectOptionAsync("cold_work");
        await device.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Save as draft" }).ClickAsync();
        await device.Page.Locator("#content").GetByText("no room left").WaitForAsync();

        await disk.FreeAsync();
        await device.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Save as draft" }).ClickAsync();
        await Expect(device.Page.Locator("h1")).ToHaveTextAsync($"{Title}, new");
        await device.EditAsync(permit, "location", typed);
        await device.SeesPendingAsync(0);
    }
}
