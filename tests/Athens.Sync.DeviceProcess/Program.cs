using System.Globalization;
using System.Text.Json;
using Athens.Sync;
using Athens.Sync.Client;
using Athens.Sync.Device;
using Athens.Sync.DeviceProcess;
using Athens.Sync.EntityFrameworkCore.Device;
using Athens.Sync.Http;
using Athens.Sync.LiteDb;
using Microsoft.EntityFrameworkCore;

DeviceArguments arguments = DeviceArguments.Read(args);
var report = new Report(Console.Out);
var steps = new Steps(report, arguments.Step, arguments.Time);
using var http = new HttpClient { BaseAddress = arguments.Server };
http.DefaultRequestHeaders.Add("user", "device");

report.Say("begun");
IDeviceStore store = await OpenAsync();
await using var client = new SyncClient(
    Sheet.Model,
    new SteppedStore(store, steps),
    new SteppedTransport(new HttpSyncTransport(http, TimeProvider.System), steps),
    TimeProvider.System,
    new SeededIds(arguments.Life),
    new SyncClientOptions { PushBatch = 4, PullPage = 2 });

await TellAsync();
var work = new Work(client, report, arguments);
if (arguments.IsSettling)
{
    await work.SettleAsync();
    await TellAsync();
    return;
}
await work.RunAsync();

async Task<IDeviceStore> OpenAsync() => arguments.Store switch
{
    "litedb" => await LiteDbDeviceStore.OpenAsync(arguments.File),
    "sqlite" => await EfDeviceStore.OpenAsync(options => options.UseSqlite($"Data Source={arguments.File}")),
    _ => throw new ArgumentException($"There is no store '{arguments.Store}'."),
};

// Everything that the device holds: what was acknowledged before must be among it.
async Task TellAsync()
{
    await foreach (ReplicaEntity replica in store.ReadReplicasAsync(new ReplicaFilter { Type = "sheet" }))
        report.Say("holds", replica.Key, replica.Version.ToString(CultureInfo.InvariantCulture), replica.SyncState.ToString(), replica.Local!.ToString());
    await foreach (OutboxItem item in store.ReadOutboxAsync(new OutboxFilter()).Where(item => item.Status is OutboxStatus.Conflict or OutboxStatus.Failed))
        report.Say("undecided", JsonSerializer.Serialize(item, DeviceJson.Instance.OutboxItem));
    OutboxCounts counts = (await store.LoadAsync(new DeviceQuery())).State.Counts;
    report.Say("queue", $"{counts.Waiting}", $"{counts.Conflict}", $"{counts.Failed}");
}
