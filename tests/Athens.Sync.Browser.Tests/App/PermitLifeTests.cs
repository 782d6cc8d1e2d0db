using Athens.Sync.Browser.Tests.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Athens.Sync.Browser.Tests.App;

/// <summary>A permit's way through the app, with the people that it needs, each on a device of their own.</summary>
public sealed class PermitLifeTests(Chromium chromium, PtwProcess host) : AppTests(chromium, host)
{
    /// <summary>The smallest picture there is: one pixel, PNG.</summary>
    internal static readonly FilePayload Picture = new() { Name = "before.png", MimeType = "image/png", Buffer = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==") };

    [Fact]
    public async Task Permit_FromDraftToCompleted_StopsWhereSomethingIsMissing()
    {
        AppDevice requester = await NewDeviceAsync();
        string permit = await requester.CreateSentAsync(Title);
        await MoveAsync(requester, "submitted");
        AppDevice verifier = await NewDeviceAsync("verifier-north");
        await verifier.GoAsync(permit);
        await MoveAsync(verifier, "under_review");
        AppDevice approver = await NewDeviceAsync("approver-north");
        await approver.GoAsync(permit);
        await Expect(approver.Page.Locator("[data-move=approved] details")).ToContainTextAsync("Not ticked");
        await Expect(approver.Page.Locator("[data-move=approved] button")).ToBeDisabledAsync();

        await requester.Page.Locator("#tab-controls").ClickAsync();
        ILocator checklist = requester.Page.Locator("fieldset", new PageLocatorOptions { HasText = "Safety checklist" }).Locator("input");
        for (int n = 0; n < await checklist.CountAsync(); n++)
            await checklist.Nth(n).CheckAsync();
        await requester.SyncAsync();
        await approver.SyncAsync();
        await MoveAsync(approver, "approved");
        await MoveAsync(approver, "active");

        await requester.SyncAsync();
        await requester.Page.Locator("#tab-closeout").ClickAsync();
        await requester.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Begin closeout" }).ClickAsync();
        ILocator closeout = requester.Page.Locator(".closeout input[type=checkbox]");
        await closeout.First.WaitForAsync();
        for (int n = 0; n < await closeout.CountAsync(); n++)
            await closeout.Nth(n).CheckAsync();
        await requester.SyncAsync();
        await approver.SyncAsync();
        await MoveAsync(approver, "completed");
        await Expect(approver.Page.Locator(".page-head .status-completed")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task PhotoAndSignature_AreKeptAndShown_AndThePhotosRecordReachesTheOthers()
    {
        AppDevice device = await NewDeviceAsync();
        string permit = await device.CreateSentAsync(Title);
        await device.Page.Locator("#tab-photos").ClickAsync();
        await device.Page.Locator("#photo-file").SetInputFilesAsync(Picture);
        await device.Page.Locator("#photo-description").FillAsync("The bracket");
        await device.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Keep photo" }).ClickAsync();
        await Expect(device.Page.GetByAltText("The bracket")).ToBeVisibleAsync();
        await device.SeesFieldAsync("photo-file", "");
        // With it a phone would open its camera, and offer no picture that was taken before.
        Assert.Null(await device.Page.Locator("#photo-file").GetAttributeAsync("capture"));

        await device.Page.Locator("#tab-signatures").ClickAsync();
        await device.Page.Locator("#signer").FillAsync("R. Weller");
        LocatorBoundingBoxResult pad = (await device.Page.Locator("canvas").BoundingBoxAsync())!;
        await device.Page.Mouse.MoveAsync(pad.X + 20, pad.Y + 20);
        await device.Page.Mouse.DownAsync();
        await device.Page.Mouse.MoveAsync(pad.X + 120, pad.Y + 60, new MouseMoveOptions { Steps = 6 });
        await device.Page.Mouse.UpAsync();
        await device.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign", Exact = true }).ClickAsync();
        await Expect(device.Page.GetByAltText("Signature of R. Weller")).ToBeVisibleAsync();
        await device.SyncAsync();

        AppDevice other = await NewDeviceAsync();
        await other.GoAsync(permit);
        await other.Page.Locator("#tab-photos").ClickAsync();
        await Expect(other.Page.Locator(".photos li")).ToContainTextAsync("On another device");
        await Expect(other.Page.Locator(".photos li")).ToContainTextAsync("The bracket");
        await other.Page.Locator("#tab-signatures").ClickAsync();
        await Expect(other.Page.GetByAltText("Signature of R. Weller")).ToBeVisibleAsync();
    }

    private static async Task MoveAsync(AppDevice device, string to)
    {
        await device.Page.RunAndWaitForResponseAsync(
            () => device.Page.Locator($"[data-move={to}] button").ClickAsync(),
            answer => answer.Url.EndsWith("/sync/push", StringComparison.Ordinal) && answer.Ok);
        await Expect(device.Page.Locator($".page-head .status-{to}")).ToBeVisibleAsync();
    }
}
