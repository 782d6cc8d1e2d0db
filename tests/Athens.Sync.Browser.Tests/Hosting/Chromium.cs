using Microsoft.Playwright;

namespace Athens.Sync.Browser.Tests.Hosting;

/// <summary>One browser for all tests; each takes a context of its own, which is a fresh profile.</summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>How long a page may take to show what it must: much, for other tests run beside these.</summary>
    private const float PatienceMilliseconds = 60_000;

    /// <summary>Without a window first: to draw its own address bar for each new profile costs a whole browser a second and a half.</summary>
    private static readonly string[] Paths = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private IPlaywright playwright = null!;

    public static string Path { get; } = Environment.GetEnvironmentVariable("ATHENS_SYNC_CHROMIUM") ?? Paths.FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("There is no Chromium: install the package chromium-headless-shell, or name another one in ATHENS_SYNC_CHROMIUM.");

    public IBrowser Browser { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(PatienceMilliseconds);
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Path, Args = ["--no-sandbox"] });
    }

    public async Task DisposeAsync()
    {
        await Browser.CloseAsync();
        playwright.Dispose();
    }

    /// <summary>A browser over a profile on the disk, as a user starts it again.</summary>
    public Task<IBrowserContext> OpenProfileAsync(string folder) =>
        playwright.Chromium.LaunchPersistentContextAsync(folder, new BrowserTypeLaunchPersistentContextOptions { ExecutablePath = Path, Args = ["--no-sandbox"] });
}
