using System.Globalization;

namespace Athens.Sync.DeviceProcess;

/// <summary>What a user does in one life: edits, new sheets, deletes, while the app synchronizes without a pause.</summary>
public sealed class Work(SyncClient client, Report report, DeviceArguments arguments)
{
    private const int EditsMax = 150;
    private const int SheetsLeast = 4;
    private const int SheetsMost = 10;

    private readonly SyncSet<Sheet> sheets = client.Set<Sheet>();
    private readonly SeededIds keys = new($"{arguments.Life}/key");
    private readonly Random random = new(arguments.Seed);

    /// <summary>Edits and synchronizes, both at once, and then waits to be killed.</summary>
    public async Task RunAsync()
    {
        using var ended = new CancellationTokenSource();
        Task syncing = SyncAsync(ended.Token);
        for (int n = 1; n <= EditsMax; n++)
            await EditAsync(string.Create(CultureInfo.InvariantCulture, $"{arguments.Life}.{n}"));
        await ended.CancelAsync();
        await syncing;
        report.Say("finished");
        await Task.Delay(Timeout.Infinite);
    }

    /// <summary>Synchronizes until nothing waits.</summary>
    public async Task SettleAsync()
    {
        SyncReport done;
        do
        {
            done = await client.SyncAsync();
            if (done.Failure is { } failure)
                throw failure;
        }
        while ((await client.GetStatusAsync()).Changes.Waiting > 0);
    }

    private async Task SyncAsync(CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            SyncReport done = await client.SyncAsync(CancellationToken.None);
            report.Say("synced", done.Failure?.Message ?? "");
        }
    }

    private async Task EditAsync(string tag)
    {
        List<Sheet> held = await sheets.ListAsync().ToListAsync();
        List<Sheet> own = [.. held.Where(sheet => sheet.Title == Sheet.Own)];
        if (held.Count > SheetsMost && own.Count > 0)
            await DeleteAsync(own[random.Next(own.Count)], tag);
        else if (held.Count < SheetsLeast || random.Next(8) == 0)
            await SaveAsync(new Sheet { Id = keys.Next(), Title = random.Next(3) == 0 ? Sheet.Shared : Sheet.Own }, tag);
        else
            await SaveAsync(held[random.Next(held.Count)], tag);
    }

    private async Task SaveAsync(Sheet sheet, string tag)
    {
        report.Say("try", "save", sheet.Id, tag);
        await sheets.SaveAsync(sheet.Edited(tag));
        report.Say("done", "save", sheet.Id, tag);
    }

    private async Task DeleteAsync(Sheet sheet, string tag)
    {
        report.Say("try", "delete", sheet.Id, tag);
        await sheets.DeleteAsync(sheet.Id);
        report.Say("done", "delete", sheet.Id, tag);
    }
}
