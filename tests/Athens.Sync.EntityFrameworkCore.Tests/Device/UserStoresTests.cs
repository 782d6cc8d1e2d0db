using Athens.Sync.Device;
using Athens.Sync.EntityFrameworkCore.Device;
using Athens.Sync.Testing;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Tests.Device;

public sealed class UserStoresTests : IDisposable
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"athens-users-{Path.GetRandomFileName()}");

    [Fact]
    public async Task Stores_OfTwoUsers_AreTwoFilesAndDeletedOneByOne()
    {
        var stores = new EfDeviceStores(folder, (options, path) => options.UseSqlite($"Data Source={path}"));
        Assert.Empty(await stores.ListAsync());
        await WriteAsync(stores, "a");
        await WriteAsync(stores, "b");

        Assert.Equal(["a", "b"], await stores.ListAsync());
        await stores.DeleteAsync("a");
        await stores.DeleteAsync("a");

        Assert.Equal(["b"], await stores.ListAsync());
        await using IDeviceStore again = await stores.OpenAsync("a");
        Assert.Equal(0, (await again.LoadAsync(new DeviceQuery())).State.Revision);
        await using IDeviceStore kept = await stores.OpenAsync("b");
        Assert.Equal("device", (await kept.LoadAsync(new DeviceQuery())).State.DeviceId);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static async Task WriteAsync(EfDeviceStores stores, string name)
    {
        await using IDeviceStore store = await stores.OpenAsync(name);
        Assert.True(await store.CommitAsync(new DeviceCommit { State = DeviceRecords.State(1) }));
    }
}
