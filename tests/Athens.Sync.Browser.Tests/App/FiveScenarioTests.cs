using Athens.Sync.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Athens.Sync.Browser.Tests.App;

/// <summary>The scenarios that the app's first makers tried by hand.</summary>
public sealed class FiveScenarioTests(Chromium chromium, PtwProcess host) : AppTests(chromium, host)
{
    [Fact]
    public async Task Edit_ThatIsSynced_RaisesTheVersionAndReachesTheOtherDevice()
    {
        AppDevice one = await NewDeviceAsync();
        string permit = await one.CreateSentAsync(Title);

        Task<string> pushed = await AnswerAsync(one);

        await one.EditAsync("location", "Tank 7");

        Assert.Contains("\"new_version\":2", await pushed, StringComparison.Ordinal);
        AppDevice other = await NewDeviceAsync();
        await other.GoAsync(permit);
        await other.SeesFieldAsync("location", "Tank 7");
    }

    [Fact]
    public async Task Edit_OnAStaleVersion_IsAConflict_AndUseServerTakesTheOthers()
    {
        (AppDevice one, string permit) = await ConflictAsync();

        await one.OpenConflictsAsync();
        await Expect(one.Conflicts).ToContainTextAsync("Mine of one");
        await Expect(one.Conflicts).ToContainTextAsync("Of the other");
        await PressAsync(one, "Use server");

        await one.GoAsync(permit);
        await one.SeesFieldAsync("location", "Of the other");
        await OthersSeeAsync(permit, "location", "Of the other");
    }

    [Fact]
    public async Task Change_SentTwice_IsAnsweredAlreadyApplied()
    {
        AppDevice device = await NewDeviceAsync();
        await device.CreateSentAsync(Title);
        var lost = new TaskCompletionSource();
        await device.Page.RouteAsync("**/sync/push", async route =>
        {
            await route.FetchAsync();
            await route.AbortAsync();
            lost.TrySetResult();
        }, new PageRouteOptions { Times = 1 });
        await device.EditAsync("location", "Once only");
        await lost.Task;
        Task<string> second = await AnswerAsync(device);
        await device.SyncAsync();

        Assert.Contains("already_applied", await second, StringComparison.Ordinal);
        await device.SeesFieldAsync("location", "Once only");
    }

    [Fact]
    public async Task Offline_AnEditWaits_AndIsSentWhenTheNetworkIsBack()
    {
        IBrowserContext browser = await NewBrowserAsync();
        AppDevice device = await AppDevice.SignInAsync(browser, Host.Address);
        await browser.SetOfflineAsync(true);
        await Expect(device.Status).ToHaveAttributeAsync("data-online", "false");

        string permit = await device.CreateAsync(Title);
        await device.SeesPendingAsync(1);
        await Expect(device.Page.Locator(".page-head [data-sync-state=pending]")).ToBeVisibleAsync();

        await browser.SetOfflineAsync(false);
        await device.SeesPendingAsync(0);
        await OthersSeeAsync(permit, "title", Title);
    }

    [Fact]
    public async Task KeepMine_PutsTheDevicesValueOnTheServer()
    {
        (AppDevice one, string permit) = await ConflictAsync();
        await one.OpenConflictsAsync();

        await PressAsync(one, "Keep mine");

        await one.SeesPendingAsync(0);
        await OthersSeeAsync(permit, "location", "Mine of one");
    }

    [Fact]
    public async Task Discard_DropsTheDevicesValue()
    {
        (AppDevice one, string permit) = await ConflictAsync();
        await one.OpenConflictsAsync();

        await PressAsync(one, "Discard mine");

        await one.GoAsync(permit);
        await one.SeesFieldAsync("location", "Of the other");
    }

    [Fact]
    public async Task PickFields_TakesTheOneAndTheOther()
    {
        (AppDevice one, string permit) = await ConflictAsync(alsoTitle: true);
        await one.OpenConflictsAsync();
        ILocator card = one.Conflicts;
        await card.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Pick fields" }).ClickAsync();
        await card.Locator("[data-field=location] label").First.ClickAsync();
        await card.Locator("[data-field=title] label").Last.ClickAsync();

        await PressAsync(one, "Use these");

        await one.SeesPendingAsync(0);
        await OthersSeeAsync(permit, "location", "Mine of one");
        await OthersSeeAsync(permit, "title", Title + ", of the other");
        await one.GoAsync(permit);
        await one.SeesFieldAsync("title", Title + ", of the other");
    }

    /// <summary>Two devices that tick and untick what merges, and one field that needs a person: auto merge says so, and does not guess.</summary>
    [Fact]
    public async Task AutoMerge_WhereAPersonMustDecide_IsNotOffered()
    {
        (AppDevice one, _) = await ConflictAsync();
        await one.OpenConflictsAsync();

        await Expect(one.Conflicts.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Auto merge" })).ToBeDisabledAsync();
        await Expect(one.Conflicts).ToContainTextAsync("Auto merge cannot decide Location");
        await Expect(one.Conflicts.Locator("[data-field=location] .rule")).ToHaveTextAsync("you decide");
    }

    [Fact]
    public async Task Conflicts_AreDecidedByTheKeyboardAlone_AndTheFocusIsNotLost()
    {
        (AppDevice one, string permit) = await ConflictAsync(alsoTitle: true);
        await one.OpenConflictsAsync();
        await Expect(one.Page.Locator("h1")).ToBeFocusedAsync();
        await TabToAsync(one, "Pick fields");
        await one.Page.Keyboard.PressAsync("Enter");
        foreach (string field in new[] { "location", "title" })
        {
            ILocator choices = one.Conflicts.Locator($"[data-field={field}] input");
            await TabToAsync(one, choices.First);
            await one.Page.Keyboard.PressAsync("ArrowRight");
            await Expect(choices.Last).ToBeCheckedAsync();
        }

        await TabToAsync(one, "Use these");
        await one.Page.Keyboard.PressAsync("Enter");

        await one.SeesConflictsAsync(0);
        await Expect(one.Page.Locator(".sync-conflicts-view")).ToBeFocusedAsync();
        await one.GoAsync(permit);
        await one.SeesFieldAsync("location", "Of the other");
        await one.SeesFieldAsync("title", Title + ", of the other");
    }

    private async Task<(AppDevice One, string Permit)> ConflictAsync(bool alsoTitle = false)
    {
        AppDevice one = await NewDeviceAsync();
        string permit = await one.CreateSentAsync(Title);
        using Colleague other = await Colleague.SignInAsync(Host.Address, "requester-north");
        await one.WorkOfflineAsync(true);
        if (alsoTitle)
        {
            await one.EditAsync("title", Title + ", mine");
            await other.EditAsync(permit, new { title = Title + ", of the other" });
        }

        await one.EditAsync("location", "Mine of one");
        await other.EditAsync(permit, new { location = "Of the other" });
        await one.WorkOfflineAsync(false);
        await one.SeesConflictsAsync(1);
        return (one, permit);
    }

    /// <summary>What the server answers to the next push. It is read on its way: the browser does not keep it.</summary>
    private static async Task<Task<string>> AnswerAsync(AppDevice device)
    {
        var answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await device.Page.RouteAsync("**/sync/push", async route =>
        {
            IAPIResponse response = await route.FetchAsync();
            answer.TrySetResult(await response.TextAsync());
            await route.FulfillAsync(new RouteFulfillOptions { Response = response });
        }, new PageRouteOptions { Times = 1 });
        return answer.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    private static Task TabToAsync(AppDevice device, string button) =>
        TabToAsync(device, device.Conflicts.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = button, Exact = true }));

    /// <summary>As far as the focus goes round: where the part is not on its way, it is not to be reached without a mouse.</summary>
    private static async Task TabToAsync(AppDevice device, ILocator part)
    {
        await part.WaitForAsync();
        for (int presses = 0; presses < 60 && !await part.EvaluateAsync<bool>("part => part === document.activeElement"); presses++)
            await device.Page.Keyboard.PressAsync("Tab");
        await Expect(part).ToBeFocusedAsync();
    }

    private static async Task PressAsync(AppDevice device, string button)
    {
        await device.Conflicts.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = button, Exact = true }).ClickAsync();
        await Expect(device.Page.Locator("[data-empty]")).ToBeVisibleAsync();
        await device.SeesConflictsAsync(0);
    }
}
