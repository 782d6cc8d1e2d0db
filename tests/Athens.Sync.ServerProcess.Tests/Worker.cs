using System.Globalization;
using Athens.Sync.Client;
using Athens.Sync.DeviceProcess;
using Athens.Sync.DeviceProcess.Tests;
using Athens.Sync.Http;
using Athens.Sync.InMemory;

namespace Athens.Sync.ServerProcess.Tests;

/// <summary>A device that is never killed: it edits all the time, and synchronizes whether the server is there or not.</summary>
public sealed class Worker : IAsyncDisposable
{
    /// <summary>How many changes a push has.</summary>
    public const int Batch = 4;

    private const int CyclesMax = 60;
    private const int SheetsLeast = 2;
    private const int SheetsMost = 8;

    private readonly HttpClient http;
    private readonly SyncClient client;
    private readonly SyncSet<Sheet> sheets;
    private readonly SeededIds keys;
    private readonly Ledger ledger;
    private readonly string name;
    private readonly string own;

    public Worker(string name, string campaign, Road road, Ledger ledger)
    {
        this.name = name;
        this.ledger = ledger;
        own = $"{Sheet.Own} {name}";
        keys = new SeededIds($"{campaign}/{name}/key");
        http = road.Client(name);
        var options = new SyncClientOptions { PushBatch = Batch, PullPage = 2 };
        client = new SyncClient(Sheet.Model, new InMemoryDeviceStore(), new HttpSyncTransport(http, TimeProvider.System), TimeProvider.System, new SeededIds($"{campaign}/{name}"), options);
        sheets = client.Set<Sheet>();
    }

    /// <summary>Edits and synchronizes until the server is gone, and once more after that.</summary>
    public async Task WorkAsync(int life, Random random, ServerLife server)
    {
        bool wasOver = false;
        for (int cycle = 1; cycle <= CyclesMax && !wasOver; cycle++)
        {
            wasOver = server.IsOver;
            for (int n = random.Next(1, 5); n > 0; n--)
                await EditAsync(random, string.Create(CultureInfo.InvariantCulture, $"{life}.{name}.{cycle}.{n}"));
            await SyncAsync(server);
        }
    }

    /// <summary>Synchronizes until nothing waits.</summary>
    public async Task SettleAsync()
    {
        do
            Assert.Null((await client.SyncAsync()).Failure);
        while ((await client.GetStatusAsync()).Changes.Waiting > 0);
        SyncStatus status = await client.GetStatusAsync();
        Assert.Equal((0, 0), (status.Changes.Conflict, status.Changes.Failed));
    }

    /// <summary>What the device shows, by key.</summary>
    public async Task<IReadOnlyDictionary<string, Sheet>> HoldsAsync() => await sheets.ListAsync().ToDictionaryAsync(sheet => sheet.Id);

    public async ValueTask DisposeAsync()
    {
        await client.DisposeAsync();
        http.Dispose();
    }

    /// <summary>While the server lives it answers; when it is killed the device learns only that there is no answer.</summary>
    private async Task SyncAsync(ServerLife server)
    {
        SyncReport done = await client.SyncAsync();
        Assert.Equal((0, 0, false), (done.Conflicts, done.Rejected, done.Refreshed));
        if (done.Failure is null)
            await server.NoteCycleAsync();
        else
            Assert.True(done.Failure is SyncTransportException { Failure: TransportFailure.Unreachable }, done.Failure.ToString());
    }

    private async Task EditAsync(Random random, string tag)
    {
        List<Sheet> held = await sheets.ListAsync().Where(sheet => sheet.Title == Sheet.Shared || sheet.Title == own).ToListAsync();
        List<Sheet> mine = [.. held.Where(sheet => sheet.Title == own)];
        if (mine.Count > 0 && (mine.Count > SheetsMost || random.Next(12) == 0))
            await DeleteAsync(mine[random.Next(mine.Count)].Id);
        else if (mine.Count < SheetsLeast || random.Next(6) == 0)
            await SaveAsync(new Sheet { Id = keys.Next(), Title = held.Count - mine.Count < 2 ? Sheet.Shared : own }, tag);
        else
            await SaveAsync(held[random.Next(held.Count)], tag);
    }

    private async Task SaveAsync(Sheet sheet, string tag)
    {
        ledger.Note(["try", "save", sheet.Id, tag]);
        await sheets.SaveAsync(sheet.Edited(tag));
        ledger.Note(["done", "save", sheet.Id, tag]);
    }

    private async Task DeleteAsync(string id)
    {
        ledger.Note(["try", "delete", id, ""]);
        await sheets.DeleteAsync(id);
        ledger.Note(["done", "delete", id, ""]);
    }
}
