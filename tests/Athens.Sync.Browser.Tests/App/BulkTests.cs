using Athens.Sync.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Athens.Sync.Browser.Tests.App;

/// <summary>Several conflicts decided at once.</summary>
public sealed class BulkTests(Chromium chromium, PtwProcess host) : AppTests(chromium, host)
{
    [Fact]
    public async Task SeveralConflicts_SelectedTogether_AreToldOfAndThenDecidedAtOnce()
    {
        AppDevice one = await NewDeviceAsync();
        var permits = new List<string>();
        for (int n = 0; n < 3; n++)
            permits.Add(await one.CreateSentAsync($"{Title} {n}"));
        using Colleague other = await Colleague.SignInAsync(Host.Address, "requester-north");
        await one.WorkOfflineAsync(true);
        foreach (string permit in permits)
        {
            await one.EditAsync(permit, "location", "Mine");
            await other.EditAsync(permit, new { location = "Theirs" });
        }

        await one.WorkOfflineAsync(false);
        await one.SeesConflictsAsync(3);
        await one.OpenConflictsAsync();
        await one.Page.Locator(".bulk input[type=checkbox]").CheckAsync();
        await one.Page.Locator(".bulk").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Keep mine" }).ClickAsync();
        await Expect(one.Page.Locator("[data-bulk-preview]")).ToContainTextAsync("3 of 3 will be decided");
        await one.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Do it" }).ClickAsync();

        await one.SeesConflictsAsync(0);
        await one.SeesPendingAsync(0);
        foreach (string permit in permits)
            await OthersSeeAsync(permit, "location", "Mine");
    }
}
