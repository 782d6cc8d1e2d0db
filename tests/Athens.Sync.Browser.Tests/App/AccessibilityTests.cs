using Athens.Sync.Browser.Tests.Hosting;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Athens.Sync.Browser.Tests.App;

/// <summary>Each page of the app, looked at by axe at the width of a phone and of a desk.</summary>
public sealed class AccessibilityTests(Chromium chromium, PtwProcess host) : AppTests(chromium, host)
{
    [Theory]
    [InlineData(390, 844)]
    [InlineData(1280, 860)]
    public async Task Pages_HaveNoSeriousFinding(int width, int height)
    {
        AppDevice device = await NewDeviceAsync();
        await device.Page.SetViewportSizeAsync(width, height);
        var findings = new List<string>();
        await LookAsync(device, "permits", ".permit-list", findings);
        string permit = await device.CreateAsync(Title);
        foreach (string tab in new[] { "work", "controls", "isolation", "gas", "photos", "signatures", "closeout" })
        {
            await device.Page.Locator($"#tab-{tab}").ClickAsync();
            await LookAsync(device, permit, "#part", findings);
        }

        await LookAsync(device, "permits/new", "#permit-type", findings);
        await LookAsync(device, "queue", ".sync-queue", findings);
        await LookAsync(device, "dashboard/ptw/sync-conflicts", ".sync-conflicts-view", findings);
        await LookAsync(device, "guide", ".steps", findings);
        await device.Status.ClickAsync();
        await device.Page.GetByRole(AriaRole.Menuitem, new PageGetByRoleOptions { Name = "Sync now" }).WaitForAsync();
        await LookAsync(device, "guide", ".steps", findings);

        Assert.True(findings.Count == 0, string.Join('\n', findings.Distinct()));
    }

    private static async Task LookAsync(AppDevice device, string path, string part, List<string> findings)
    {
        if (!device.Page.Url.EndsWith(path, StringComparison.Ordinal))
            await device.GoAsync(path);
        await device.Page.Locator(part).First.WaitForAsync();
        AxeResult result = await device.Page.RunAxe();
        findings.AddRange(
            from violation in result.Violations
            where violation.Impact is "serious" or "critical"
            from node in violation.Nodes
            select $"{path}: {violation.Id}: {violation.Help}: {node.Html}");
    }
}
