using Athens.Sync.InMemory;
using Athens.Sync.Server;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Athens.Sync.EntityFrameworkCore.Tests.Device.Own;

/// <summary>A server and devices whose apps have contexts of their own.</summary>
public abstract class DeviceTest : IAsyncLifetime, IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<Device> devices = [];
    private readonly List<InMemoryServerStore> stores = [];

    protected DeviceTest() => Server = NewServer();

    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));

    protected SyncServer Server { get; private set; }

    protected Device A { get; private set; } = null!;

    protected Device B { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        A = await NewAsync();
        B = await NewAsync();
    }

    public async Task DisposeAsync()
    {
        foreach (Device device in devices)
            await device.DisposeAsync();
        stores.ForEach(store => store.Dispose());
        folder.Dispose();
    }

    /// <summary>Tests end by <see cref="IAsyncLifetime"/>.</summary>
    ValueTask IAsyncDisposable.DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected Task<Device> NewAsync(Action<DbContextOptionsBuilder>? configure = null)
    {
        int number = devices.Count + 1;
        var caller = new SyncCaller { User = $"user-{number}", Scopes = ["north"] };
        devices.Add(new Device(() => Server, caller, Time, number, folder[$"device-{number}.db"], configure));
        return devices[^1].CreateAsync();
    }

    /// <summary>Opens a device's database again, as a new start of the app does.</summary>
    protected async Task<Device> RestartAsync(Device device)
    {
        int number = devices.IndexOf(device) + 1;
        await device.DisposeAsync();
        var caller = new SyncCaller { User = $"user-{number}", Scopes = ["north"] };
        return await new Device(() => Server, caller, Time, 0x100 + number, folder[$"device-{number}.db"]).CreateAsync();
    }

    /// <summary>Puts a new, empty server in the place of the one that there was.</summary>
    protected void Restore() => Server = NewServer();

    private SyncServer NewServer()
    {
        stores.Add(new InMemoryServerStore(JobModel.Instance, new CountingIds(0xffff - (2 * stores.Count))));
        return new SyncServer(JobModel.Instance, stores[^1], Time, new CountingIds(0xfffe - (2 * stores.Count)));
    }

    /// <summary>A job that both devices have.</summary>
    protected async Task<string> SharedAsync(Action<Job>? edit = null)
    {
        var job = new Job { Title = "Weld", Notes = "first", Tags = ["helmet"] };
        edit?.Invoke(job);
        string id = await A.AddAsync(job);
        await A.SyncAsync();
        await B.SyncAsync();
        return id;
    }

    protected async Task ConvergeAsync()
    {
        foreach (Device device in new[] { A, B, A, B })
            await device.SyncAsync();
    }
}
