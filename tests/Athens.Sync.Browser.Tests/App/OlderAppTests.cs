using System.Text.Json;
using System.Text.RegularExpressions;
using Athens.Sync.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Athens.Sync.Browser.Tests.App;

/// <summary>The queue that the app's predecessor left in the browser.</summary>
public sealed partial class OlderAppTests(Chromium chromium, PtwProcess host) : AppTests(chromium, host)
{
    [Fact]
    public async Task OlderQueue_IsSentOnce_AndWhatTheServerRefusesWaitsForAPerson()
    {
        using Colleague other = await Colleague.SignInAsync(Host.Address, "requester-north");
        string permit = await other.CreateAsync(New(Title));
        await other.EditAsync(permit, new { location = "Of the other" });
        IBrowserContext browser = await NewBrowserAsync();
        string key = permit.Split('/')[1];
        object[] left =
        [
            new { entity = "permit", op = "create", offline_id = $"older-{key}-1", status = "pending", data = New($"{Title} of the older app") },
            new { entity = "permit", op = "update", offline_id = $"older-{key}-2", server_id = key, client_version = 2, status = "failed", data = new { description = "Older description" } },
            new { entity = "permit", op = "update", offline_id = $"older-{key}-3", server_id = key, client_version = 1, status = "pending", data = new { location = "Stale location" } },
            new { entity = "permit", op = "update", offline_id = $"older-{key}-4", server_id = key, client_version = 1, status = "synced", data = new { location = "Long sent" } },
        ];
        await browser.AddInitScriptAsync($"if (!localStorage.getItem('seeded')) {{ localStorage.setItem('seeded', '1'); localStorage.setItem('ptw_offline_queue', {JsonSerializer.Serialize(JsonSerializer.Serialize(left))}); }}");

        AppDevice device = await AppDevice.SignInAsync(browser, Host.Address);
        await device.Page.Locator(".permit-list a", new PageLocatorOptions { HasText = "of the older app" }).First.WaitForAsync();
        await device.GoAsync("queue");
        ILocator stale = device.Page.Locator($"[data-older='older-{key}-3']");
        await Expect(stale).ToContainTextAsync("stale_version");
        await Expect(device.Page.Locator("[data-older]")).ToHaveCountAsync(1);
        await stale.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Make it here again" }).ClickAsync();

        await Expect(device.Page.Locator("[data-older]")).ToHaveCountAsync(0);
        Assert.Null(await device.Page.EvaluateAsync<string?>("() => localStorage.getItem('ptw_offline_queue')"));
        await device.SeesPendingAsync(0);
        await OthersSeeAsync(permit, "location", "Stale location");
        await OthersSeeAsync(permit, "description", "Older description");
        await device.Page.ReloadAsync();
        await device.GoAsync("permits");
        await Expect(device.Page.Locator(".permit-list a", new PageLocatorOptions { HasTextRegex = OfTheOlderApp() })).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task OlderQueue_ThatCannotBeRead_IsToldOfAndLeftAsItIs()
    {
        IBrowserContext browser = await NewBrowserAsync();
        await browser.AddInitScriptAsync("localStorage.setItem('ptw_offline_queue', '{ broken')");
        AppDevice device = await AppDevice.SignInAsync(browser, Host.Address);

        await device.GoAsync("queue");

        await Expect(device.Page.GetByText("cannot be read, and was left as it is")).ToBeVisibleAsync();
        Assert.Equal("{ broken", await device.Page.EvaluateAsync<string>("() => localStorage.getItem('ptw_offline_queue')"));
    }

    private static object New(string title) => new
    {
        title,
        description = "Made in the older app",
        location = "Yard",
        permit_type = "cold_work",
        planned_start_time = "2026-11-25T08:00:00Z",
        planned_end_time = "2026-11-25T16:00:00Z",
    };

    [GeneratedRegex("of the older app")]
    private static partial Regex OfTheOlderApp();
}
