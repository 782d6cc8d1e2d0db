using System.Diagnostics;
using Athens.Sync.Client;
using Athens.Sync.Device;
using Athens.Sync.Http;
using Microsoft.JSInterop;

namespace Athens.Sync.IndexedDb.Browser;

/// <summary>One device's engine in a page, with the tabs that share its store.</summary>
internal sealed class PageDevice : IAsyncDisposable
{
    private const string Counter = "counter";

    private readonly SyncClient client;
    private readonly SyncLoop loop;
    private readonly CountingTransport transport;

    private PageDevice(SyncClient client, SyncLoop loop, CountingTransport transport, BrowserTabs tabs)
    {
        this.client = client;
        this.loop = loop;
        this.transport = transport;
        Tabs = tabs;
    }

    public BrowserTabs Tabs { get; }

    public int Calls => transport.Calls;

    public static async Task<PageDevice> OpenAsync(IJSRuntime js, string database)
    {
        var transport = new CountingTransport(await TransportAsync(js));
        IDeviceStore store = await Page.OpenAsync(database);
        var client = new SyncClient(Note.Model, store, transport, TimeProvider.System, SyncIds.System(TimeProvider.System));
        var loop = new SyncLoop(client);
        return new PageDevice(client, loop, transport, await BrowserTabs.JoinAsync(js, database, client, loop));
    }

    public static async Task UseOlderAsync(IJSRuntime js, string database, string[] keys)
    {
        IDeviceStore store = await Page.OpenAsync(database);
        await using var client = new SyncClient(OlderNote.Model, store, await TransportAsync(js), TimeProvider.System, SyncIds.System(TimeProvider.System));
        foreach (string key in keys)
            await client.Set<OlderNote>().SaveAsync(new OlderNote { Id = key, Words = "first" });
        await client.SyncAsync();
        foreach (string key in keys)
        {
            OlderNote note = (await client.Set<OlderNote>().GetAsync(key))!;
            note.Words = $"words of {key}";
            await client.Set<OlderNote>().SaveAsync(note);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Tabs.DisposeAsync();
        await loop.DisposeAsync();
        await client.DisposeAsync();
    }

    public async Task SaveAsync(IJSRuntime js, int first, int count, int letters)
    {
        for (int n = first; n < first + count; n++)
        {
            await client.Set<Note>().SaveAsync(new Note { Id = $"n{n}", Text = new string((char)('a' + (n % 26)), letters) });
            await js.InvokeVoidAsync("eval", $"window.saved = {n}");
        }
    }

    public async Task<int[]> CountAsync() =>
        [(await client.GetStatusAsync()).Changes.Waiting, await client.Set<Note>().ListAsync().CountAsync(note => note.Id != Counter)];

    public async Task<string?> TextAsync(string key) => (await client.Set<Note>().GetAsync(key))?.Text;

    public async Task CountUpAsync(int times)
    {
        for (int n = 0; n < times; n++)
        {
            Note note = await client.Set<Note>().GetAsync(Counter) ?? new Note { Id = Counter };
            note.Count++;
            await client.Set<Note>().SaveAsync(note);
        }
    }

    public async Task<long> CountedAsync() => (await client.Set<Note>().GetAsync(Counter))?.Count ?? 0;

    public async Task<double[]> TimeSavesAsync(int first, int count)
    {
        var times = new List<double>();
        for (int n = first; n < first + count; n++)
        {
            long began = Stopwatch.GetTimestamp();
            await client.Set<Note>().SaveAsync(new Note { Id = $"t{n}", Text = "as long as a title is" });
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        times.Sort();
        return [times[times.Count / 2], times[(int)(times.Count * .95)], times.Count(time => time > 50)];
    }

    private static async Task<HttpSyncTransport> TransportAsync(IJSRuntime js)
    {
        string address = await js.InvokeAsync<string>("eval", "location.origin");
        return new HttpSyncTransport(new HttpClient { BaseAddress = new Uri($"{address}/sync/") }, TimeProvider.System);
    }
}
