using Athens.Sync.Browser.Tests.Hosting;
using Microsoft.Playwright;

namespace Athens.Sync.Browser.Tests.Stores;

/// <summary>One page that runs all tests of the suite, each over a database of its own.</summary>
public sealed class SuitePage(Chromium chromium, StorePageServer server) : IAsyncLifetime
{
    private IBrowserContext context = null!;

    public IPage Page { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        context = await chromium.Browser.NewContextAsync();
        Page = await StorePages.OpenAsync(context, server.Address);
    }

    public async Task DisposeAsync() => await context.DisposeAsync();
}
