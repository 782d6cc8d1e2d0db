using Microsoft.Playwright;

namespace Athens.Sync.Browser.Tests.Hosting;

/// <summary>
/// A disk without room, for what one address keeps in a browser. For half a minute a browser lets through what it had room for when it looked last,
/// which on a real disk is much: so there is little from the beginning, and other data of the same address fill it.
/// </summary>
internal sealed class FullDisk
{
    private const int Room = 128_000_000;

    private const string FillWithOtherData =
        """
        () => new Promise((done, failed) => {
            const open = indexedDB.open('other data');
            open.onerror = () => failed(open.error);
            open.onupgradeneeded = () => open.result.createObjectStore('bytes', { autoIncrement: true });
            open.onsuccess = () => {
                const put = size => {
                    if (size < 1)
                        return done(open.result.close());
                    const writing = open.result.transaction('bytes', 'readwrite', { durability: 'relaxed' });
                    writing.oncomplete = () => put(size);
                    writing.onabort = () => put(Math.floor(size / 4));
                    try { writing.objectStore('bytes').add(new Uint8Array(size)); } catch { writing.abort(); }
                };
                put(8_000_000);
            };
        })
        """;

    private readonly string address;
    private readonly ICDPSession browser;

    private FullDisk(string address, ICDPSession browser)
    {
        this.address = address;
        this.browser = browser;
    }

    /// <summary>Leaves little room to an address that the browser has not opened yet.</summary>
    public static async Task<FullDisk> OfAsync(IBrowserContext context, string address)
    {
        var disk = new FullDisk(address, await context.NewCDPSessionAsync(await context.NewPageAsync()));
        await disk.LimitAsync(Room);
        return disk;
    }

    /// <summary>Leaves no room at all.</summary>
    /// <param name="page">A page of the address.</param>
    public async Task FillAsync(IPage page)
    {
        await LimitAsync(1);
        await page.EvaluateAsync(FillWithOtherData);
    }

    /// <summary>Gives all the room that there is.</summary>
    public Task FreeAsync() => LimitAsync(null);

    private async Task LimitAsync(int? bytes)
    {
        var limit = new Dictionary<string, object> { ["origin"] = address };
        if (bytes is { } size)
            limit["quotaSize"] = size;
        await browser.SendAsync("Storage.overrideQuotaForOrigin", limit);
    }
}
