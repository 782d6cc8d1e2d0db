using System.Diagnostics;
using Athens.Sync.Browser.Tests.Hosting;
using Microsoft.Playwright;

namespace Athens.Sync.Browser.Tests.Stores;

/// <summary>A browser whose process can be killed: the driver's own would close it in good order.</summary>
internal sealed class KillableBrowser : IAsyncDisposable
{
    private readonly Process process;
    private readonly IPlaywright playwright;
    private readonly IBrowser browser;

    private KillableBrowser(Process process, IPlaywright playwright, IBrowser browser)
    {
        this.process = process;
        this.playwright = playwright;
        this.browser = browser;
    }

    public IBrowserContext Context => browser.Contexts[0];

    public static async Task<KillableBrowser> StartAsync(string profile)
    {
        var start = new ProcessStartInfo(Chromium.Path) { RedirectStandardError = true };
        foreach (string argument in new[] { "--headless", "--no-sandbox", "--remote-debugging-port=0", $"--user-data-dir={profile}", "about:blank" })
            start.ArgumentList.Add(argument);
        Process process = Process.Start(start)!;
        string endpoint = await EndpointAsync(process.StandardError);
        _ = process.StandardError.ReadToEndAsync();
        IPlaywright playwright = await Playwright.CreateAsync();
        return new KillableBrowser(process, playwright, await playwright.Chromium.ConnectOverCDPAsync(endpoint));
    }

    /// <summary>As the system does when it needs the memory: nothing is said to it before.</summary>
    public async Task KillAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
        playwright.Dispose();
    }

    private static async Task<string> EndpointAsync(StreamReader errors)
    {
        const string Said = "DevTools listening on ";
        while (await errors.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(Said, StringComparison.Ordinal))
                return line[Said.Length..];
        }

        throw new InvalidOperationException("The browser ended before it listened.");
    }
}
