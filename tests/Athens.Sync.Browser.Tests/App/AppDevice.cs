using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Athens.Sync.Browser.Tests.App;

/// <summary>The app in one tab, and what its user does there.</summary>
internal sealed partial class AppDevice(IPage page, string address)
{
    public const string Password = "ptw-demo";

    public IPage Page { get; } = page;

    public ILocator Status => Page.Locator(".sync-status");

    public ILocator Conflicts => Page.Locator(".conflict-card");

    /// <summary>Opens the app in a new tab; whoever was signed in there still is.</summary>
    public static async Task<AppDevice> OpenAsync(IBrowserContext context, string address, string path = "")
    {
        IPage page = await context.NewPageAsync();
        page.SetDefaultTimeout(60_000);
        await page.GotoAsync(address + "/" + path);
        return new AppDevice(page, address);
    }

    public static async Task<AppDevice> SignInAsync(IBrowserContext context, string address, string user = "requester-north")
    {
        AppDevice device = await OpenAsync(context, address);
        await device.SignInAsync(user);
        return device;
    }

    public async Task SignInAsync(string user)
    {
        await Page.GetByLabel("User name").FillAsync(user);
        await Page.GetByLabel("Password").FillAsync(Password);
        await Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign in", Exact = true }).First.ClickAsync();
        await Page.Locator(".permit-list a").First.WaitForAsync();
    }

    /// <summary>Makes a permit by the form.</summary>
    /// <returns>Its address within the app.</returns>
    public async Task<string> CreateAsync(string title, string location = "Yard")
    {
        await GoAsync("permits/new");
        await Page.Locator("#title").FillAsync(title);
        await Page.Locator("#location").FillAsync(location);
        await Page.Locator("#permit-type").SelectOptionAsync("cold_work");
        await Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Save as draft" }).ClickAsync();
        await Expect(Page).ToHaveURLAsync(PermitAddress());
        return new Uri(Page.Url).AbsolutePath.TrimStart('/');
    }

    /// <summary>Makes a permit, and waits until the server has said who requested it.</summary>
    public async Task<string> CreateSentAsync(string title)
    {
        string permit = await CreateAsync(title);
        await Expect(Page.Locator(".facts")).Not.ToContainTextAsync("not sent yet");
        return permit;
    }

    /// <summary>Edits a field, and waits until the server has answered.</summary>
    public Task EditSentAsync(string field, string value) => SentAsync(() => EditAsync(field, value));

    /// <summary>Does something that is saved, and waits until the server has answered.</summary>
    public Task SentAsync(Func<Task> work) => Page.RunAndWaitForResponseAsync(work, answer => answer.Url.EndsWith("/sync/push", StringComparison.Ordinal) && answer.Ok);

    /// <summary>Writes another value into a field of the permit that is open, and saves.</summary>
    public async Task EditAsync(string field, string value)
    {
        await Page.Locator(".mud-snackbar").EvaluateAllAsync<int>("words => words.map(word => word.dataset.before = true).length");
        await Page.Locator($"#{field}").FillAsync(value);
        await SaveAsync();
        await Expect(Page.Locator(".mud-snackbar:not([data-before])").First).ToContainTextAsync("Saved on this device");
    }

    public Task SaveAsync() => Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Save", Exact = true }).ClickAsync();

    public async Task EditAsync(string permit, string field, string value)
    {
        await GoAsync(permit);
        await Expect(Page.Locator("#title")).Not.ToHaveValueAsync("");
        await EditAsync(field, value);
    }

    /// <summary>Adds as many gas readings to the permit that is open; each is saved and shown before the next is typed.</summary>
    /// <returns>For each, the milliseconds from the press of the button until it is shown.</returns>
    public async Task<double[]> AddReadingsAsync(int count)
    {
        await Page.Locator("#tab-gas").ClickAsync();
        await Page.Locator("#gas-value").WaitForAsync();
        return await Page.EvaluateAsync<double[]>(AddReadings, count);
    }

    /// <summary>Goes to a page of the app without loading it anew, once there is a page: an app that is just starting shows the one that it was opened at.</summary>
    public async Task GoAsync(string path)
    {
        await Page.Locator("h1").First.WaitForAsync();
        await Page.EvaluateAsync("path => Blazor.navigateTo(path)", path);
    }

    /// <summary>Chooses an entry of the indicator's menu, which has closed again when this returns: another press would only close it.</summary>
    public async Task ChooseAsync(string entry)
    {
        await Status.ClickAsync();
        await Page.GetByRole(AriaRole.Menuitem, new PageGetByRoleOptions { Name = entry }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Menuitem)).ToHaveCountAsync(0);
    }

    /// <summary>Switches the network off, or on, in the indicator's menu.</summary>
    public async Task WorkOfflineAsync(bool offline)
    {
        await ChooseAsync(offline ? "Work offline" : "Go online");
        await Expect(Status).ToHaveAttributeAsync("data-online", offline ? "false" : "true");
    }

    public Task SeesPendingAsync(int count) => Expect(Status).ToHaveAttributeAsync("data-pending", count.ToString(CultureInfo.InvariantCulture));

    public Task SeesConflictsAsync(int count) => Expect(Status).ToHaveAttributeAsync("data-conflicts", count.ToString(CultureInfo.InvariantCulture));

    /// <summary>Runs a cycle by the menu, and waits for the server's last answer in it.</summary>
    public async Task SyncAsync()
    {
        await Page.RunAndWaitForResponseAsync(
            () => ChooseAsync("Sync now"),
            answer => answer.Url.Contains("/sync/pull", StringComparison.Ordinal) && answer.Ok);
        await SeesPendingAsync(0);
    }

    public Task SeesFieldAsync(string field, string value) => Expect(Page.Locator($"#{field}")).ToHaveValueAsync(value);

    /// <summary>Opens the page of conflicts by the indicator's menu, as a user does.</summary>
    public async Task OpenConflictsAsync()
    {
        await ChooseAsync("View conflicts");
        await Expect(Page).ToHaveURLAsync(address + "/dashboard/ptw/sync-conflicts");
    }

    private const string AddReadings =
        """
        async count => {
            const rows = () => document.querySelectorAll('.readings tbody tr').length;
            const settled = condition => new Promise(done => { const look = () => condition() ? done() : requestAnimationFrame(look); look(); });
            const times = [];
            for (let n = rows(), end = n + count; n < end; n = rows()) {
                const value = document.querySelector('#gas-value');
                await settled(() => !value.value);
                value.value = String(n % 20 + 1);
                value.dispatchEvent(new Event('input', { bubbles: true }));
                const button = document.querySelector('.inline-form button[type=submit]');
                await settled(() => !button.disabled);
                const pressed = performance.now();
                button.click();
                await settled(() => rows() > n);
                times.push(performance.now() - pressed);
            }
            return times;
        }
        """;

    [GeneratedRegex("/permits/(?!new)[^/]+$")]
    private static partial Regex PermitAddress();
}
