using System.Text;
using Athens.Sync.Device;
using Athens.Sync.Testing;

namespace Athens.Sync.LiteDb.Tests;

/// <summary>A damaged file is never opened as if it were whole, never overwritten, and never in the way of a new one.</summary>
public sealed class DamageTests : IDisposable
{
    private const int PageSize = 8192;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("This is no database.")]
    [InlineData("{}")]
    public async Task Open_AnotherFile_MovesItAside(string text)
    {
        byte[] content = Encoding.UTF8.GetBytes(text);
        await File.WriteAllBytesAsync(folder["store.db"], content);

        await MovesAsideAsync(content);
    }

    [Theory]
    [InlineData(PageSize / 2)]
    [InlineData(PageSize)]
    [InlineData(PageSize + 1)]
    [InlineData(6 * PageSize)]
    public async Task Open_ShortenedFile_MovesItAside(int length)
    {
        byte[] content = (await MakeAsync())[..length];
        await File.WriteAllBytesAsync(folder["store.db"], content);

        await MovesAsideAsync(content);
    }

    [Fact]
    public async Task Open_ZeroedPages_MovesItAside()
    {
        byte[] content = await MakeAsync();
        content.AsSpan(PageSize, 4 * PageSize).Clear();
        await File.WriteAllBytesAsync(folder["store.db"], content);

        await MovesAsideAsync(content);
    }

    [Fact]
    public async Task Open_DamagedTwice_KeepsBoth()
    {
        await File.WriteAllTextAsync(folder["store.db"], "first");
        await Assert.ThrowsAsync<StoreException>(OpenAsync);
        await File.WriteAllTextAsync(folder["store.db"], "second");
        await Assert.ThrowsAsync<StoreException>(OpenAsync);

        Assert.Equal("first", await File.ReadAllTextAsync(folder["store.db.damaged-1"]));
        Assert.Equal("second", await File.ReadAllTextAsync(folder["store.db.damaged-2"]));
    }

    /// <summary>Whatever bit of a file is changed, it is found, be it in use or not.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Open_OneBitChanged_MovesItAside(int seed)
    {
        var random = new Random(seed);
        byte[] whole = await MakeAsync();
        for (int round = 0; round < 200; round++)
        {
            byte[] content = [.. whole];
            content[random.Next(content.Length)] ^= (byte)(1 << random.Next(8));
            string path = folder[$"round-{round}.db"];
            await File.WriteAllBytesAsync(path, content);

            StoreException thrown = await Assert.ThrowsAsync<StoreException>(() => LiteDbDeviceStore.OpenAsync(path));

            Assert.Equal(StoreFailure.Corrupt, thrown.Failure);
            Assert.Equal(content, await File.ReadAllBytesAsync(path + ".damaged-1"));
        }
    }

    /// <summary>A page of an earlier time is whole, and yet its rows and the indexes of the others seldom agree.</summary>
    [Fact]
    public async Task Open_OnePageOfAnEarlierTime_IsFoundByTheIndexes()
    {
        byte[] earlier = await MakeAsync();
        LiteDbDeviceStore store = await OpenAsync();
        await store.CommitAsync(new DeviceCommit { State = DeviceRecords.State(31), DeleteItems = [1, 2, 3], PutItems = [DeviceRecords.Item(900, "later")] });
        await store.DisposeAsync();
        byte[] last = await File.ReadAllBytesAsync(folder["store.db"]);
        int found = 0;
        for (int page = 0; page < earlier.Length / PageSize; page++)
        {
            byte[] mixed = [.. last];
            earlier.AsSpan(page * PageSize, PageSize).CopyTo(mixed.AsSpan(page * PageSize));
            string path = folder[$"page-{page}.db"];
            await File.WriteAllBytesAsync(path, mixed);
            found += await IsRefusedAsync(path) ? 1 : 0;
        }
        Assert.InRange(found, 3, int.MaxValue);
    }

    /// <summary>A file that is too large to be read at each opening: a page is checked when it is read, and the file is moved aside at the next opening.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Open_OneBitOfALargeFileChanged_IsFoundWhenItIsReadAndMovedAside(int seed)
    {
        var random = new Random(seed);
        byte[] whole = await MakeAsync();
        int met = 0;
        for (int round = 0; round < 100; round++)
        {
            byte[] content = [.. whole];
            content[random.Next(content.Length)] ^= (byte)(1 << random.Next(8));
            var options = new LiteDbDeviceStoreOptions { Path = folder[$"large-{round}.db"], CheckBytesMax = 0 };
            await File.WriteAllBytesAsync(options.Path, content);

            // Damage in what is not in use stays unmet.
            if (await IsReadWholeAsync(options))
                continue;
            met++;
            if (File.Exists(options.Path))
                Assert.Equal(StoreFailure.Corrupt, (await Assert.ThrowsAsync<StoreException>(() => LiteDbDeviceStore.OpenAsync(options))).Failure);

            Assert.Equal(content, await File.ReadAllBytesAsync(options.Path + ".damaged-1"));
            Assert.DoesNotContain($"large-{round}.db.suspect", folder.Names);
            await using LiteDbDeviceStore anew = await LiteDbDeviceStore.OpenAsync(options);
            Assert.Equal(0, (await anew.LoadAsync(new DeviceQuery())).State.Revision);
        }
        Assert.InRange(met, 30, 100);
    }

    [Theory]
    [InlineData(PageSize)]
    [InlineData(PageSize + 1)]
    [InlineData(6 * PageSize)]
    public async Task Open_LargeFileThatWasShortened_MovesItAside(int length)
    {
        byte[] content = (await MakeAsync())[..length];
        await File.WriteAllBytesAsync(folder["store.db"], content);

        StoreException thrown = await Assert.ThrowsAsync<StoreException>(() => LiteDbDeviceStore.OpenAsync(new LiteDbDeviceStoreOptions { Path = folder["store.db"], CheckBytesMax = 0 }));

        Assert.Equal(StoreFailure.Corrupt, thrown.Failure);
        Assert.Equal(content, await File.ReadAllBytesAsync(folder["store.db.damaged-1"]));
    }

    /// <summary>Reads all that the whole file holds, and says whether that is what was written; false when damage was met.</summary>
    private static async Task<bool> IsReadWholeAsync(LiteDbDeviceStoreOptions options)
    {
        try
        {
            await using LiteDbDeviceStore store = await LiteDbDeviceStore.OpenAsync(options);
            Assert.Equal(30, (await store.LoadAsync(new DeviceQuery { Sendable = 100 })).State.Revision);
            Assert.Equal(60, await store.ReadOutboxAsync(new OutboxFilter()).CountAsync());
            Assert.Equal(30, await store.ReadReplicasAsync(new ReplicaFilter { Type = DeviceRecords.Type }).CountAsync());
            return true;
        }
        catch (StoreException e)
        {
            Assert.Equal(StoreFailure.Corrupt, e.Failure);
            return false;
        }
    }

    private static async Task<bool> IsRefusedAsync(string path)
    {
        try
        {
            await using LiteDbDeviceStore store = await LiteDbDeviceStore.OpenAsync(path);
            return false;
        }
        catch (StoreException e)
        {
            Assert.Equal(StoreFailure.Corrupt, e.Failure);
            return true;
        }
    }

    private async Task MovesAsideAsync(byte[] content)
    {
        StoreException thrown = await Assert.ThrowsAsync<StoreException>(OpenAsync);

        Assert.Equal(StoreFailure.Corrupt, thrown.Failure);
        Assert.False(thrown.IsTransient);
        Assert.Contains(folder["store.db.damaged-1"], thrown.Message, StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllBytesAsync(folder["store.db.damaged-1"]));
        Assert.False(File.Exists(folder["store.db"]));
        await using LiteDbDeviceStore store = await OpenAsync();
        Assert.Equal(0, (await store.LoadAsync(new DeviceQuery())).State.Revision);
    }

    private Task<LiteDbDeviceStore> OpenAsync() => LiteDbDeviceStore.OpenAsync(folder["store.db"]);

    private async Task<byte[]> MakeAsync()
    {
        LiteDbDeviceStore store = await OpenAsync();
        for (int revision = 1; revision <= 30; revision++)
        {
            await store.CommitAsync(new DeviceCommit
            {
                State = DeviceRecords.FullState(revision),
                PutReplicas = [DeviceRecords.Replica($"k{revision}"), DeviceRecords.FullReplica($"f{revision}")],
                PutItems = [DeviceRecords.Item(revision, $"k{revision}"), DeviceRecords.FullItem(revision + 100)],
            });
        }
        await store.DisposeAsync();
        return await File.ReadAllBytesAsync(folder["store.db"]);
    }
}
