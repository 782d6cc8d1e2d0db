using System.Globalization;
using Athens.Sync.Browser.Tests.Hosting;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Athens.Sync.Browser.Tests.Stores;

/// <summary>Writes what a look, a commit and a save take while changes wait (docs/performance.md). It judges no time: machines differ.</summary>
[Collection(BrowserCollection.Name)]
public sealed class StoreFiguresTests(Chromium chromium, StorePageServer server, ITestOutputHelper output)
{
    private const int Saves = 100;

    /// <summary>How many changes wait: a few, unless the variable names numbers, for filling a large store takes its time.</summary>
    public static TheoryData<int> Pending => [.. (Environment.GetEnvironmentVariable("FIGURES_PENDING") ?? "10").Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];

    [Theory]
    [MemberData(nameof(Pending))]
    public async Task Figures_OfAStoreWithChangesWaiting_AreWritten(int pending)
    {
        await using IBrowserContext context = await chromium.Browser.NewContextAsync();
        IPage page = await StorePages.OpenAsync(context, server.Address);

        double[] times = await page.CallAsync<double[]>("TimeStore", "figures", pending);

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{pending} pending: look {times[0]:0.0} ms, commit {times[1]:0.0} ms, both at the 95th {times[2]:0.0} ms"));
        Assert.All(times, time => Assert.True(time > 0));
    }

    [Theory]
    [MemberData(nameof(Pending))]
    public async Task Figures_OfSavesWithChangesWaiting_AreWritten(int pending)
    {
        await using IBrowserContext context = await chromium.Browser.NewContextAsync();
        await context.RouteAsync("**/sync/**", route => route.AbortAsync());
        IPage page = await StorePages.OpenAsync(context, server.Address);
        await page.DoAsync("Open", "figures");
        await page.DoAsync("Save", "figures", 1, pending, 40);

        double[] times = await page.CallAsync<double[]>("TimeSaves", "figures", 1, Saves);
        int[] counts = await page.CallAsync<int[]>("Count", "figures");

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"a save with {pending} pending: {times[0]:0.0} ms, {times[1]:0.0} ms at the 95th"));
        Assert.Equal([pending + Saves, pending + Saves], counts);
    }
}
