using Athens.Sync.Http;
using Athens.Sync.InMemory;

namespace Athens.Sync.DeviceProcess.Tests;

/// <summary>Another device, which is never killed: there is something to pull, and edits to merge with.</summary>
public sealed class Colleague : IAsyncDisposable
{
    private readonly HttpClient http;
    private readonly SyncClient client;
    private readonly SyncSet<Sheet> sheets;

    public Colleague(Uri server)
    {
        http = new HttpClient { BaseAddress = server };
        http.DefaultRequestHeaders.Add("user", "colleague");
        client = new SyncClient(Sheet.Model, new InMemoryDeviceStore(), new HttpSyncTransport(http, TimeProvider.System), TimeProvider.System, SyncIds.System(TimeProvider.System));
        sheets = client.Set<Sheet>();
    }

    /// <summary>Edits what both edit, and now and then adds to it.</summary>
    public async Task WorkAsync(Random random, string tag, Ledger ledger)
    {
        await SyncAsync();
        List<Sheet> shared = await sheets.ListAsync().Where(sheet => sheet.Title == Sheet.Shared).ToListAsync();
        if (shared.Count < 3)
            shared.Add(new Sheet { Id = new Guid(random.Next(), 0, 0, new byte[8]).ToString(), Title = Sheet.Shared });
        foreach (Sheet sheet in shared.Where(_ => random.Next(2) == 0))
        {
            ledger.Try(sheet.Id, tag);
            await sheets.SaveAsync(sheet.Edited(tag));
        }
        await SyncAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await client.DisposeAsync();
        http.Dispose();
    }

    private async Task SyncAsync() => Assert.Null((await client.SyncAsync()).Failure);
}
