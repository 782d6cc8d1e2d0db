using Athens.Sync.Browser.Tests.Hosting;
using Microsoft.Playwright;

namespace Athens.Sync.Browser.Tests.App;

/// <summary>A test of the app: browsers with fresh profiles, each a device of its own, over the host's real process.</summary>
[Collection(BrowserCollection.Name)]
public abstract class AppTests(Chromium chromium, PtwProcess host) : IAsyncLifetime
{
    private readonly List<IBrowserContext> contexts = [];

    protected PtwProcess Host { get; } = host;

    protected string Title { get; } = $"Permit {Guid.NewGuid():N}";

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (IBrowserContext context in contexts)
            await context.DisposeAsync();
    }

    protected async Task<IBrowserContext> NewBrowserAsync()
    {
        IBrowserContext context = await chromium.Browser.NewContextAsync();
        contexts.Add(context);
        return context;
    }

    /// <summary>What the server has by now: what each other device shows after its next pull.</summary>
    private protected async Task OthersSeeAsync(string permit, string field, string value)
    {
        using Colleague colleague = await Colleague.SignInAsync(Host.Address, "requester-north");
        Assert.Equal(value, (await colleague.ReadAsync(permit)).GetProperty(field).GetString());
    }

    private protected async Task<AppDevice> NewDeviceAsync(string user = "requester-north") => await AppDevice.SignInAsync(await NewBrowserAsync(), Host.Address, user);
}
