using Athens.Sync.Client;
using Athens.Sync.Device;
using Athens.Sync.Testing;
using Microsoft.JSInterop;

namespace Athens.Sync.IndexedDb.Browser;

/// <summary>What a test in another process asks of this page.</summary>
public static class Page
{
    private static readonly Dictionary<string, PageDevice> Devices = new(StringComparer.Ordinal);

    public static IJSRuntime Js { get; set; } = null!;

    public static Task<IndexedDbDeviceStore> OpenAsync(string name) => IndexedDbDeviceStore.OpenAsync(Js, name);

    /// <summary>The suite's tests by name.</summary>
    [JSInvokable]
    public static string[] Tests() => [.. SuiteCase.All.Select(test => test.Name)];

    /// <summary>Runs one of them.</summary>
    [JSInvokable]
    public static Task<string?> Run(string name) => SuiteCase.All.Single(test => test.Name == name).RunAsync();

    /// <summary>Opens a device's engine over a database; the tabs of one database share its server.</summary>
    [JSInvokable]
    public static async Task<string?> Open(string database) => await TellAsync(async () => Devices[database] = await PageDevice.OpenAsync(Js, database));

    /// <summary>
    /// What the version of the app before did with a database: it saved notes, whose push was not answered, and edited each once more.
    /// </summary>
    [JSInvokable]
    public static Task<string?> UseOlder(string database, string[] keys) => TellAsync(() => PageDevice.UseOlderAsync(Js, database, keys));

    /// <summary>The text of a note; null where there is none.</summary>
    [JSInvokable]
    public static Task<string?> Text(string database, string key) => Devices[database].TextAsync(key);

    /// <summary>Closes what <see cref="Open"/> opened.</summary>
    [JSInvokable]
    public static Task<string?> Close(string database) => TellAsync(async () =>
    {
        Devices.Remove(database, out PageDevice? device);
        await device!.DisposeAsync();
    });

    /// <summary>Opens a store and closes it, with the browser asked to keep the data, or not.</summary>
    [JSInvokable]
    public static Task<string?> OpenAsking(string database, bool asks) => TellAsync(async () =>
    {
        await using IndexedDbDeviceStore store = await IndexedDbDeviceStore.OpenAsync(Js, database, new IndexedDbOptions { AsksToPersist = asks });
    });

    /// <summary>Deletes a database, as an app deletes the store of a user who is signed out.</summary>
    [JSInvokable]
    public static Task<string?> Delete(string database) => TellAsync(() => new IndexedDbDeviceStores(Js, new IndexedDbOptions { Prefix = "" }).DeleteAsync(database));

    /// <summary>Commits to a new store and closes it meanwhile.</summary>
    /// <returns>What the store told of the commit, and what is there: each true where it is taken.</returns>
    [JSInvokable]
    public static async Task<bool[]> CommitAndClose(string database)
    {
        IndexedDbDeviceStore store = await OpenAsync(database);
        Task<string?> committing = TellAsync(() => store.CommitAsync(new DeviceCommit { State = DeviceRecords.State(1) }));
        await store.DisposeAsync();
        bool told = await committing is null;
        await using IndexedDbDeviceStore again = await OpenAsync(database);
        return [told, (await again.LoadAsync(new DeviceQuery())).State.Revision == 1];
    }

    /// <summary>Makes a store with as many pending changes as is said, and times what a save does to it.</summary>
    /// <returns>Milliseconds of a look and of a commit: the median of each, and the 95th of a hundred of both together.</returns>
    [JSInvokable]
    public static async Task<double[]> TimeStore(string database, int pending)
    {
        await using IndexedDbDeviceStore store = await OpenAsync(database);
        return await StoreTimes.MeasureAsync(store, pending);
    }

    /// <summary>Saves notes, each durable before the next; tells after each by setting <c>window.saved</c>.</summary>
    /// <returns>What failed; null when nothing did.</returns>
    [JSInvokable]
    public static Task<string?> Save(string database, int first, int count, int letters) => TellAsync(() => Devices[database].SaveAsync(Js, first, count, letters));

    /// <summary>How many changes wait, and how many notes there are.</summary>
    [JSInvokable]
    public static Task<int[]> Count(string database) => Devices[database].CountAsync();

    /// <summary>Adds one to a counter, as often as is said, each time on what is there.</summary>
    [JSInvokable]
    public static Task<string?> CountUp(string database, int times) => TellAsync(() => Devices[database].CountUpAsync(times));

    [JSInvokable]
    public static Task<long> Counted(string database) => Devices[database].CountedAsync();

    [JSInvokable]
    public static bool Leads(string database) => Devices[database].Tabs.IsLeader;

    /// <summary>How often this page's engine called the server.</summary>
    [JSInvokable]
    public static int Calls(string database) => Devices[database].Calls;

    [JSInvokable]
    public static Task<string?> SyncNow(string database) => Devices[database].Tabs.SyncAsync();

    /// <summary>Milliseconds that one save takes, the middle of as many as is said, and how many were slower than 50.</summary>
    [JSInvokable]
    public static Task<double[]> TimeSaves(string database, int first, int count) => Devices[database].TimeSavesAsync(first, count);

    private static async Task<string?> TellAsync(Func<Task> work)
    {
        try
        {
            await work();
            return null;
        }
        catch (StoreException e)
        {
            return $"{e.Failure}: {e.Message}";
        }
    }
}
