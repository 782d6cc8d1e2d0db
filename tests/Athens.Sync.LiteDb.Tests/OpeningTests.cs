using Athens.Sync.Device;
using Athens.Sync.Testing;
using LiteDB;

namespace Athens.Sync.LiteDb.Tests;

public sealed class OpeningTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Open_WhileOpen_SaysBusy()
    {
        await using LiteDbDeviceStore store = await LiteDbDeviceStore.OpenAsync(folder["store.db"]);

        StoreException thrown = await Assert.ThrowsAsync<StoreException>(() => LiteDbDeviceStore.OpenAsync(folder["store.db"]));

        Assert.Equal(StoreFailure.Busy, thrown.Failure);
        Assert.True(thrown.IsTransient);
        Assert.Contains(folder["store.db"], thrown.Message, StringComparison.Ordinal);
        Assert.True(await store.CommitAsync(Commit(1)));
    }

    [Fact]
    public async Task Open_WhileAnotherProcessHoldsTheLock_SaysBusy()
    {
        await using FileStream other = new(folder["store.db.lock"], FileMode.Create, FileAccess.ReadWrite, FileShare.None);

        StoreException thrown = await Assert.ThrowsAsync<StoreException>(() => LiteDbDeviceStore.OpenAsync(folder["store.db"]));

        Assert.Equal(StoreFailure.Busy, thrown.Failure);
    }

    [Fact]
    public async Task Open_AfterAFailedOpening_OpensTheStore()
    {
        await using (new FileStream(folder["store.db.lock"], FileMode.Create, FileAccess.ReadWrite, FileShare.None))
            await Assert.ThrowsAsync<StoreException>(() => LiteDbDeviceStore.OpenAsync(folder["store.db"]));

        await using LiteDbDeviceStore store = await LiteDbDeviceStore.OpenAsync(folder["store.db"]);

        Assert.True(await store.CommitAsync(Commit(1)));
    }

    [Fact]
    public async Task Open_InAFolderThatIsNotThere_MakesIt()
    {
        await using LiteDbDeviceStore store = await LiteDbDeviceStore.OpenAsync(Path.Combine(folder["deep"], "er", "store.db"));

        Assert.True(await store.CommitAsync(Commit(1)));
    }

    [Fact]
    public async Task Open_WhereNothingCanBeWritten_SaysUnavailable()
    {
        Directory.CreateDirectory(folder["store.db"]);

        StoreException thrown = await Assert.ThrowsAsync<StoreException>(() => LiteDbDeviceStore.OpenAsync(folder["store.db"]));

        Assert.Equal(StoreFailure.Unavailable, thrown.Failure);
    }

    [Fact]
    public async Task Open_Cancelled_OpensNothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => LiteDbDeviceStore.OpenAsync(folder["store.db"], new CancellationToken(canceled: true)));

        Assert.Empty(folder.Names);
    }

    [Fact]
    public async Task Close_LeavesOneFileThatAnyLiteDbReads()
    {
        LiteDbDeviceStore store = await LiteDbDeviceStore.OpenAsync(folder["store.db"]);
        await store.CommitAsync(Commit(1));

        await store.DisposeAsync();

        Assert.Equal(["store.db", "store.db.lock"], folder.Names);
        using var database = new LiteDatabase(folder["store.db"]);
        Assert.Equal(["device", "outbox", "replicas"], database.GetCollectionNames().Order(StringComparer.Ordinal));
        Assert.Equal("/Ordinal", database.Collation.ToString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Open_CopyOfAnOpenStore_HasWhatWasAcknowledged(bool withJournal)
    {
        await using LiteDbDeviceStore store = await LiteDbDeviceStore.OpenAsync(folder["store.db"]);
        for (int revision = 1; revision <= 60; revision++)
            Assert.True(await store.CommitAsync(Commit(revision)));

        File.Copy(folder["store.db"], folder["copy.db"]);
        if (withJournal)
            File.Copy(folder["store.db.journal"], folder["copy.db.journal"]);

        await using LiteDbDeviceStore copy = await LiteDbDeviceStore.OpenAsync(folder["copy.db"]);
        Assert.Equal(60, (await copy.LoadAsync(new DeviceQuery())).State.Revision);
        Assert.Equal(60, await copy.ReadOutboxAsync(new OutboxFilter()).CountAsync());
    }

    [Fact]
    public async Task Open_FileOfALaterVersion_IsLeftAlone()
    {
        await (await LiteDbDeviceStore.OpenAsync(folder["store.db"])).DisposeAsync();
        using (var database = new LiteDatabase(folder["store.db"]))
            database.UserVersion = 3;
        byte[] before = await File.ReadAllBytesAsync(folder["store.db"]);

        StoreException thrown = await Assert.ThrowsAsync<StoreException>(() => LiteDbDeviceStore.OpenAsync(folder["store.db"]));

        Assert.Equal(StoreFailure.Corrupt, thrown.Failure);
        Assert.Contains("version 3", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(folder["store.db"]));
    }

    [Theory]
    [InlineData("", 1, 1 << 20, 0)]
    [InlineData("x", 0, 1 << 20, 0)]
    [InlineData("x", 100_000, 1 << 20, 0)]
    [InlineData("x", 1, 1, 0)]
    [InlineData("x", 1, int.MaxValue, 0)]
    [InlineData("x", 1, 1 << 20, -1)]
    public async Task Open_OptionOutOfBounds_IsRefused(string path, int waitingMax, int journalBytesMax, long checkBytesMax) =>
        await Assert.ThrowsAnyAsync<ArgumentException>(() =>
            LiteDbDeviceStore.OpenAsync(new LiteDbDeviceStoreOptions { Path = path, WaitingMax = waitingMax, JournalBytesMax = journalBytesMax, CheckBytesMax = checkBytesMax }));

    private static DeviceCommit Commit(long revision) => new()
    {
        State = DeviceRecords.State(revision),
        PutItems = [DeviceRecords.Item(revision)],
        PutReplicas = [DeviceRecords.Replica($"k{revision}")],
    };
}
