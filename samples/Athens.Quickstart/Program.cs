using Athens.Quickstart;
using Athens.Sync;
using Athens.Sync.InMemory;
using Athens.Sync.LiteDb;
using Athens.Sync.Server;

string folder = Directory.CreateTempSubdirectory("athens-quickstart-").FullName;
try
{
    // snippet:quickstart
    SyncModel model = SyncModel.Create(m => m.Entity<Note>("note", e =>
    {
        e.Key(n => n.Id).Fields(n => n.Title);
        e.Field(n => n.Tags).Merge(MergeStrategy.SetMerge);
    }));

    SyncIds ids = SyncIds.System(TimeProvider.System);
    using var store = new InMemoryServerStore(model, ids);
    var server = new SyncServer(model, store, TimeProvider.System, ids);
    await using SyncClient phone = await OpenAsync("phone");
    await using SyncClient tablet = await OpenAsync("tablet");

    var note = new Note { Title = "Check valve 4", Tags = ["tank farm"] };
    await phone.Set<Note>().SaveAsync(note);         // durable when it returns; needs no network
    await phone.SyncAsync();
    await tablet.SyncAsync();

    await EditAsync(phone, n => { n.Title = "Check valve 4, then 5"; n.Tags.Add("urgent"); });
    await EditAsync(tablet, n => { n.Title = "Check valves 4 to 6"; n.Tags.Add("night shift"); });
    await phone.SyncAsync();
    SyncReport report = await tablet.SyncAsync();    // the tags merge; the titles need a person

    await foreach (SyncConflict conflict in tablet.Conflicts.ListAsync())
    {
        Console.WriteLine($"{conflict.Entity}: {string.Join(", ", conflict.Fields.Select(f => $"{f.Key}: '{f.Value.Client}' or '{f.Value.Server}'"))}");
        await conflict.ResolveAsync(Resolution.KeepMine);
    }
    await tablet.SyncAsync();
    await phone.SyncAsync();
    // endsnippet

    Note? seen = await phone.Set<Note>().GetAsync(note.Id);
    Console.WriteLine($"{report.Conflicts} conflict. Both now have '{seen?.Title}' with {string.Join(", ", seen?.Tags ?? [])}.");
    return seen?.Title == "Check valves 4 to 6" && seen.Tags.Count == 3 ? 0 : 1;

    async Task<SyncClient> OpenAsync(string device) => new(
        model,
        await LiteDbDeviceStore.OpenAsync(Path.Combine(folder, $"{device}.db")),
        new InProcessTransport(server, new SyncCaller { User = device, Scopes = [SyncModel.DefaultScope] }),
        TimeProvider.System,
        ids);

    async Task EditAsync(SyncClient device, Action<Note> edit)
    {
        SyncSet<Note> notes = device.Set<Note>();
        Note copy = await notes.GetAsync(note.Id) ?? throw new InvalidOperationException("The note is missing.");
        edit(copy);
        await notes.SaveAsync(copy);
    }
}
finally
{
    Directory.Delete(folder, recursive: true);
}
