using Athens.Sync.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Athens.Sync.Browser.Tests.App;

/// <summary>Each page of the app, full and empty, at the width of a phone, a tablet and a desk.</summary>
public sealed class PageTests(Chromium chromium, PtwProcess host) : AppTests(chromium, host)
{
    private static readonly string[] Sections = ["work", "controls", "isolation", "gas", "photos", "signatures", "closeout"];

    [Fact]
    public async Task Pages_AtEachWidth_FitAndHaveNoSeriousFinding()
    {
        var look = new PageLook();
        AppDevice device = await AppDevice.OpenAsync(await NewBrowserAsync(), Host.Address);
        await LookAtSignInAsync(device, look);
        await LookAtEmptyPagesAsync(device, look);
        await LookAtPermitsAsync(device, look);

        Assert.True(look.Findings.Length == 0, look.Findings);
    }

    [Fact]
    public async Task PagesOfWhatWaits_AtEachWidth_FitAndHaveNoSeriousFinding()
    {
        var look = new PageLook();
        AppDevice device = await NewDeviceAsync();
        await MakeConflictsAsync(device);
        await device.Page.Locator(".sync-conflicts-view .conflict-card").Nth(2).WaitForAsync();
        await look.AtAsync(device.Page, "conflicts");
        await device.Conflicts.Filter(new LocatorFilterOptions { HasText = "fields" }).First.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Pick fields" }).ClickAsync();
        await look.AtAsync(device.Page, "conflicts-picking");
        await device.Page.Locator(".bulk input[type=checkbox]").CheckAsync();
        await device.Page.Locator(".bulk").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Auto merge" }).ClickAsync();
        await look.AtAsync(device.Page, "conflicts-bulk");
        await device.WorkOfflineAsync(true);
        await device.CreateAsync($"{Title}, not sent");
        await look.AtAsync(device.Page, "permit-waiting");
        await device.GoAsync("queue");
        await device.Page.Locator(".sync-queue-list li").First.WaitForAsync();
        await look.AtAsync(device.Page, "queue");
        await device.GoAsync("permits");
        await device.Page.Locator(".permit-list a").First.WaitForAsync();
        await look.AtAsync(device.Page, "permits-waiting");
        await device.Status.ClickAsync();
        await device.Page.GetByRole(AriaRole.Menuitem, new PageGetByRoleOptions { Name = "Sync now" }).WaitForAsync();
        await look.AtAsync(device.Page, "status-menu");

        Assert.True(look.Findings.Length == 0, look.Findings);
    }

    /// <summary>What the other tests look for is seen where it is.</summary>
    [Fact]
    public async Task Look_SeesWhatIsWrong_InThePageAndInItsFrames()
    {
        IPage page = await (await NewBrowserAsync()).NewPageAsync();
        await page.GotoAsync($"{Host.Address}/health");
        await page.SetContentAsync("""<html lang="en"><title>t</title><main><h1>h</h1><img src="data:,"><p style="width: 900px">wide</p><button style="height: 8px">b</button><iframe title="f" srcdoc="<p style='color: #ccc; background: #fff'>pale</p>"></iframe></main>""");
        await page.FrameLocator("iframe").GetByText("pale").WaitForAsync();
        var look = new PageLook();
        await look.AtAsync(page, "what");
        await look.AtAsync(page, "again");

        foreach (string finding in new[] { "what, desk: image-alt: ", "what, tablet: color-contrast: ", "what, phone: sticks out: ", "what, phone: too small for a thumb: ", "again, desk: color-contrast: " })
            Assert.Contains(finding, look.Findings, StringComparison.Ordinal);
        Assert.DoesNotContain("desk: sticks out", look.Findings, StringComparison.Ordinal);
    }

    private static async Task LookAtSignInAsync(AppDevice device, PageLook look)
    {
        await device.Page.GetByLabel("User name").WaitForAsync();
        await look.AtAsync(device.Page, "sign-in");
        await device.Page.GetByLabel("User name").FillAsync("requester-north");
        await device.Page.GetByLabel("Password").FillAsync("not this");
        await device.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign in" }).First.ClickAsync();
        await device.Page.GetByText("The user name or the password is wrong.").WaitForAsync();
        await look.AtAsync(device.Page, "sign-in-refused");
        await LookAsync(device, look, "guide", "guide", ".steps");
        await LookAsync(device, look, "side-by-side", "side-by-side", "iframe");
        await device.GoAsync("permits");
    }

    private static async Task LookAtEmptyPagesAsync(AppDevice device, PageLook look)
    {
        await device.SignInAsync("requester-north");
        await LookAsync(device, look, "queue", "queue-empty", "[data-empty]");
        await LookAsync(device, look, "dashboard/ptw/sync-conflicts", "conflicts-empty", "[data-empty]");
        await LookAsync(device, look, "permits/none", "permit-missing", "h1");
        await LookAsync(device, look, "no-such-page", "not-found", "h1");
        await LookAsync(device, look, "sign-in", "switch-user", "form");
        await LookAsync(device, look, "permits/new", "permit-new", "#permit-type");
        await device.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Save as draft" }).ClickAsync();
        await look.AtAsync(device.Page, "permit-new-incomplete");
        await LookAtMenuAsync(device, look);
    }

    /// <summary>By the keyboard, which opens it, goes round in it, and leaves it where it came from.</summary>
    private static async Task LookAtMenuAsync(AppDevice device, PageLook look)
    {
        ILocator account = device.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Account of" });
        await account.FocusAsync();
        await device.Page.Keyboard.PressAsync("Enter");
        await device.Page.GetByRole(AriaRole.Menuitem, new PageGetByRoleOptions { Name = "Sign out" }).WaitForAsync();
        await look.AtAsync(device.Page, "account-menu");
        await device.Page.Keyboard.PressAsync("Escape");
        await Expect(device.Page.GetByRole(AriaRole.Menuitem)).ToHaveCountAsync(0);
        await Expect(account).ToBeFocusedAsync();
    }

    /// <summary>The parts of a permit are one stop of the Tab key, and the arrows lead from one to the next.</summary>
    [Fact]
    public async Task PartsOfAPermit_AreReachedByTheArrows()
    {
        AppDevice device = await NewDeviceAsync();
        await device.CreateAsync(Title);
        await device.Page.Locator("#tab-work").FocusAsync();
        foreach (string section in Sections.Skip(1).Append(Sections[0]))
        {
            await device.Page.Keyboard.PressAsync("ArrowRight");
            await Expect(device.Page.Locator($"#tab-{section}")).ToBeFocusedAsync();
            await Expect(device.Page.Locator($"#tab-{section}")).ToHaveAttributeAsync("aria-selected", "true");
        }

        await device.Page.Keyboard.PressAsync("End");
        await Expect(device.Page.Locator("#tab-closeout")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task SyncNow_ClosesTheMenuAtOnce_AndTheIndicatorTellsOfTheCycle()
    {
        AppDevice device = await NewDeviceAsync();
        var answers = new TaskCompletionSource();
        await device.Page.RouteAsync("**/sync/pull**", async route =>
        {
            await answers.Task;
            await route.ContinueAsync();
        });

        await device.ChooseAsync("Sync now");

        await Expect(device.Status).ToHaveAttributeAsync("data-syncing", "true");
        answers.SetResult();
        await Expect(device.Status).ToHaveAttributeAsync("data-syncing", "false");
    }

    private static async Task LookAtPermitsAsync(AppDevice device, PageLook look)
    {
        await LookAsync(device, look, "permits", "permits", ".permit-list");
        await device.Page.GetByLabel("Search").FillAsync("no such permit");
        await look.AtAsync(device.Page, "permits-none-found");
        await device.Page.GetByLabel("Search").FillAsync("");
        foreach ((string permit, string title) in new[] { ("draft", "Weld the bracket on line 12"), ("review", "Inspect the floor of tank 4"), ("completed", "Lift the spare exchanger into store") })
        {
            await device.GoAsync("permits");
            await device.Page.Locator(".permit-list a", new PageLocatorOptions { HasText = title }).First.ClickAsync();
            foreach (string section in Sections)
            {
                await device.Page.Locator($"#tab-{section}").ClickAsync();
                await look.AtAsync(device.Page, $"permit-{permit}-{section}");
            }
        }
    }

    /// <summary>One of each kind: fields that collide, a permit that was deleted, a move that is not possible any more, and what the server refuses.</summary>
    private async Task MakeConflictsAsync(AppDevice device)
    {
        using Colleague colleague = await Colleague.SignInAsync(Host.Address, "admin-north");
        string fields = await device.CreateSentAsync($"{Title}, fields");
        string deleted = await device.CreateSentAsync($"{Title}, deleted");
        string moved = await device.CreateSentAsync($"{Title}, moved");
        string refused = await device.CreateSentAsync($"{Title}, refused");
        await device.WorkOfflineAsync(true);
        await device.EditAsync(fields, "location", "Pipe rack 3, level 2, east side of the walkway");
        await device.EditAsync("description", "Replace the gasket of flange F-12.\nLeak test at 4 bar.");
        await device.EditAsync(deleted, "location", "Pump house 2");
        await device.GoAsync(moved);
        await device.Page.Locator("[data-move=submitted] button").ClickAsync();
        await device.GoAsync(refused);
        await device.Page.Locator("#planned-end").FillAsync("2020-01-01T08:00");
        await device.SaveAsync();
        await colleague.EditAsync(fields, new { location = "Pipe rack 3, level 1", description = "Replace the gasket of flange F-12, and its bolts.", priority = "high" });
        await colleague.DeleteAsync(deleted);
        await colleague.EditAsync(moved, new { status = "cancelled" });
        await device.WorkOfflineAsync(false);
        await device.OpenConflictsAsync();
    }

    private static async Task LookAsync(AppDevice device, PageLook look, string path, string what, string part)
    {
        await device.GoAsync(path);
        await device.Page.Locator(part).First.WaitForAsync();
        await look.AtAsync(device.Page, what);
    }
}
