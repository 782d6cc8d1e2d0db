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
        AppDevice other = await NewDeviceAsync();
        await other.GoAsync(permit);
        await other.SeesFieldAsync("location", "Made while the host was dead");
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
                await device.Page.Locator("#tab-gas").ClickAsync();
                await FillQueueAsync(device, 499);
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
        AppDevice other = await NewDeviceAsync();
        await other.GoAsync(permit);
        await other.SeesFieldAsync("title", Title);
    }

    /// <summary>Presses the button as often as is said; each reading is saved before the next is typed.</summary>
    private static async Task FillQueueAsync(AppDevice device, int count)
    {
        await device.Page.EvaluateAsync("""
            async count => {
                const rows = () => document.querySelectorAll('.readings tbody tr').length;
                const settled = condition => new Promise(done => { const look = () => condition() ? done() : requestAnimationFrame(look); look(); });
                for (let n = rows(); n < count; n = rows()) {
                    const value = document.querySelector('#gas-value');
                    await settled(() => !document.querySelector('#gas-value').value);
                    value.value = String(n % 20 + 1);
                    value.dispatchEvent(new Event('input', { bubbles: true }));
                    const button = document.querySelector('.inline-form button[type=submit]');
                    await settled(() => !button.disabled);
                    button.click();
                    await settled(() => rows() > n);
                }
            }
            """, count);
    }
}
