using Microsoft.Playwright;

namespace Athens.Sync.Browser.Tests.Stores;

/// <summary>Speaks to the page that holds stores and devices.</summary>
internal static class StorePages
{
    private const string Assembly = "Athens.Sync.IndexedDb.Browser";

    public static async Task<IPage> OpenAsync(IBrowserContext context, string address)
    {
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(address);
        await page.EvaluateAsync("() => window.started");
        return page;
    }

    /// <summary>A call of one of the page's functions, with the arguments as a list.</summary>
    public static string Call(string function) => $"arguments => DotNet.invokeMethodAsync('{Assembly}', '{function}', ...arguments)";

    public static Task<T> CallAsync<T>(this IPage page, string function, params object?[] arguments) => page.EvaluateAsync<T>(Call(function), arguments);

    /// <exception cref="InvalidOperationException">The page told of a failure.</exception>
    public static async Task DoAsync(this IPage page, string function, params object?[] arguments)
    {
        if (await page.CallAsync<string?>(function, arguments) is { } failure)
            throw new InvalidOperationException(failure);
    }
}
