using Athens.Sync.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Athens.Sync.Browser.Tests.App;

/// <summary>The visitor's two minutes, step by step as the guide says.</summary>
public sealed class GuideTests(Chromium chromium, PtwProcess host) : AppTests(chromium, host)
{
    private const string Permit = "Weld the bracket on line 12";

    [Fact]
    public async Task Visitor_WhoFollowsTheGuide_SeesAConflictAriseAndIsRidOfIt()
    {
        IBrowserContext browser = await NewBrowserAsync();
        IPage page = await browser.NewPageAsync();
        await page.SetViewportSizeAsync(1600, 900);
        await page.GotoAsync(Host.Address);
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Show me how" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Open three devices side by side" }).ClickAsync();
        IFrameLocator phone = page.FrameLocator("iframe[name=device-phone]");
        IFrameLocator room = page.FrameLocator("iframe[name=device-control-room]");
        await SignInAsync(phone);
        await SignInAsync(room);

        await ChooseAsync(phone, "Work offline");
        await EditAsync(phone, $"{Title} on the phone");
        await Expect(phone.Locator(".page-head [data-sync-state=pending]")).ToBeVisibleAsync();
        await Expect(phone.Locator(".sync-status")).ToHaveAttributeAsync("data-pending", "1");
        await EditAsync(room, $"{Title} in the control room");
        await Expect(room.Locator(".sync-status")).ToHaveAttributeAsync("data-pending", "0");
        await ChooseAsync(phone, "Go online");
        await Expect(phone.Locator(".sync-status")).ToHaveAttributeAsync("data-conflicts", "1");
        await ChooseAsync(phone, "View conflicts");
        await Expect(phone.Locator("[data-field=location]")).ToContainTextAsync($"{Title} on the phone");
        await Expect(phone.Locator("[data-field=location]")).ToContainTextAsync($"{Title} in the control room");
        await phone.GetByRole(AriaRole.Button, new FrameLocatorGetByRoleOptions { Name = "Keep mine" }).ClickAsync();

        await Expect(phone.Locator(".sync-status")).ToHaveAttributeAsync("data-conflicts", "0");
        await Expect(phone.Locator(".sync-status")).ToHaveAttributeAsync("data-pending", "0");
        await ChooseAsync(room, "Sync now");
        await Expect(room.Locator("#location")).ToHaveValueAsync($"{Title} on the phone");
    }

    private static async Task SignInAsync(IFrameLocator device)
    {
        await device.GetByLabel("User name").FillAsync("requester-north");
        await device.GetByLabel("Password").FillAsync(AppDevice.Password);
        await device.GetByRole(AriaRole.Button, new FrameLocatorGetByRoleOptions { Name = "Sign in", Exact = true }).First.ClickAsync();
        await device.Locator(".permit-list a").First.WaitForAsync();
    }

    private static async Task ChooseAsync(IFrameLocator device, string entry)
    {
        await device.Locator(".sync-status").ClickAsync();
        await device.GetByRole(AriaRole.Menuitem, new FrameLocatorGetByRoleOptions { Name = entry }).ClickAsync();
        await Expect(device.GetByRole(AriaRole.Menuitem)).ToHaveCountAsync(0);
    }

    private static async Task EditAsync(IFrameLocator device, string location)
    {
        await device.Locator(".permit-list a", new FrameLocatorLocatorOptions { HasText = Permit }).ClickAsync();
        await Expect(device.Locator("#location")).Not.ToHaveValueAsync("");
        await device.Locator("#location").FillAsync(location);
        await device.GetByRole(AriaRole.Button, new FrameLocatorGetByRoleOptions { Name = "Save", Exact = true }).ClickAsync();
        await device.GetByText("Saved on this device").First.WaitForAsync();
    }
}
