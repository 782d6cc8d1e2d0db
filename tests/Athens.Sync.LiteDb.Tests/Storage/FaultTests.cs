using Athens.Sync.Device;
using Athens.Sync.Testing;

namespace Athens.Sync.LiteDb.Tests.Storage;

/// <summary>Lets the disk fail at every single thing that a few commits do, and looks at what is left.</summary>
public sealed class FaultTests : IDisposable
{
    private const int Commits = 6;
    private const int SmallJournal = 64 << 10;
    private const int RoomyJournal = 1 << 20;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(SmallJournal, 1)]
    [InlineData(SmallJournal, 2)]
    [InlineData(RoomyJournal, 3)]
    [InlineData(RoomyJournal, 4)]
    public async Task PowerLoss_AtAnyChange_KeepsEveryAcknowledgedCommitWhole(int journalBytes, int seed)
    {
        var random = new Random(seed);
        int acknowledged = 0;
        for (int changes = 0; acknowledged < Commits; changes++)
        {
            var disk = new SimulatedDisk { ChangesLeft = changes };
            acknowledged = await CommitUntilItFailsAsync(disk, journalBytes);

            disk = await LoseItAgainAsync(disk.AfterPowerLoss(random), journalBytes, random);

            await using LiteDbDeviceStore store = await OpenAsync(disk, journalBytes);
            long revision = await WholeRevisionAsync(store);
            Assert.InRange(revision, acknowledged, acknowledged + 1);
            Assert.True(await store.CommitAsync(Commit(revision + 1)));
            Assert.Equal(revision + 1, await WholeRevisionAsync(store));
        }
    }

    [Fact]
    public async Task DiskFull_AtAnyChange_LeavesTheCommitWholeOrNotThere()
    {
        bool ended = false;
        for (int changes = 20; !ended; changes++)
        {
            var disk = new SimulatedDisk { FailsAsFull = true };
            await using LiteDbDeviceStore store = await OpenAsync(disk, SmallJournal);
            Assert.True(await store.CommitAsync(Commit(1)));
            disk.ChangesLeft = changes - 20;

            bool taken = await TakenAsync(store, Commit(2), StoreFailure.Full);

            ended = disk.ChangesLeft > 0;
            disk.ChangesLeft = int.MaxValue;
            Assert.Equal(taken ? 2 : 1, await WholeRevisionAsync(store));
            Assert.True(await store.CommitAsync(Commit(taken ? 3 : 2)));
            Assert.Equal(taken ? 3 : 2, await WholeRevisionAsync(store));
        }
    }

    [Fact]
    public async Task DiskFull_FromTheBeginning_SaysSo()
    {
        var disk = new SimulatedDisk { FailsAsFull = true, ChangesLeft = 0 };

        StoreException thrown = await Assert.ThrowsAsync<StoreException>(() => OpenAsync(disk, SmallJournal));

        Assert.Equal(StoreFailure.Full, thrown.Failure);
        disk.ChangesLeft = int.MaxValue;
        await using LiteDbDeviceStore store = await OpenAsync(disk, SmallJournal);
        Assert.Equal(0, await WholeRevisionAsync(store));
    }

    /// <summary>An engine that failed in the middle of a transaction must also be gone without a trace: LiteDB's finalizers would end the process.</summary>
    [Theory]
    [InlineData(false, StoreFailure.Unavailable)]
    [InlineData(true, StoreFailure.Corrupt)]
    public async Task ReadFailure_AtAnyRead_LeavesTheStoreUsable(bool readsWrong, StoreFailure failure)
    {
        var disk = new SimulatedDisk { ReadsWrong = readsWrong };
        await using LiteDbDeviceStore store = await OpenAsync(disk, SmallJournal);
        for (int revision = 1; revision <= 20; revision++)
            Assert.True(await store.CommitAsync(Commit(revision)));
        long stored = 20;
        for (int reads = 0; reads < 60; reads++)
        {
            disk.ReadsLeft = reads;
            stored += await TakenAsync(store, Commit(stored + 1), failure) ? 1 : 0;
            disk.ReadsLeft = int.MaxValue;

            Assert.Equal(stored, await WholeRevisionAsync(store));
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.InRange(stored, 21, 79);
    }

    /// <summary>The power goes once more while the file is being opened, at a change that chance picks.</summary>
    private async Task<SimulatedDisk> LoseItAgainAsync(SimulatedDisk disk, int journalBytes, Random random)
    {
        disk.ChangesLeft = random.Next(40);
        try
        {
            await using LiteDbDeviceStore store = await OpenAsync(disk, journalBytes);
        }
        catch (StoreException e)
        {
            Assert.Equal(StoreFailure.Unavailable, e.Failure);
        }
        return disk.AfterPowerLoss(random);
    }

    private async Task<int> CommitUntilItFailsAsync(SimulatedDisk disk, int journalBytes)
    {
        int acknowledged = 0;
        try
        {
            await using LiteDbDeviceStore store = await OpenAsync(disk, journalBytes);
            while (acknowledged < Commits && await store.CommitAsync(Commit(acknowledged + 1)))
                acknowledged++;
        }
        catch (StoreException e)
        {
            Assert.Equal(StoreFailure.Unavailable, e.Failure);
        }
        return acknowledged;
    }

    private static async Task<bool> TakenAsync(LiteDbDeviceStore store, DeviceCommit commit, StoreFailure failure)
    {
        try
        {
            return await store.CommitAsync(commit);
        }
        catch (StoreException e)
        {
            Assert.Equal(failure, e.Failure);
            return false;
        }
    }

    private Task<LiteDbDeviceStore> OpenAsync(SimulatedDisk disk, int journalBytes) =>
        LiteDbDeviceStore.OpenAsync(new LiteDbDeviceStoreOptions { Path = folder["store.db"], JournalBytesMax = journalBytes }, disk.Open, default);

    private static DeviceCommit Commit(long revision) => new()
    {
        State = DeviceRecords.State(revision),
        PutReplicas = [DeviceRecords.Replica("k") with { Version = revision }, DeviceRecords.Replica($"k{revision}")],
        PutItems = [DeviceRecords.Item(revision, $"k{revision}"), DeviceRecords.Item(1_000) with { Attempts = (int)revision }],
        DeleteReplicas = [new EntityId(DeviceRecords.Type, $"k{revision - 1}")],
    };

    /// <summary>The revision that the store is at, after checking that all of that commit is there and nothing of another.</summary>
    private static async Task<long> WholeRevisionAsync(LiteDbDeviceStore store)
    {
        DeviceView view = await store.LoadAsync(new DeviceQuery { Positions = [1_000], Sendable = 100 });
        long revision = view.State.Revision;
        string[] keys = await store.ReadReplicasAsync(new ReplicaFilter { Type = DeviceRecords.Type }).Select(replica => $"{replica.Key}@{replica.Version}").ToArrayAsync();
        long[] expected = revision == 0 ? [] : [.. Enumerable.Range(1, (int)revision), 1_000];
        Assert.Equal(revision == 0 ? [] : [$"k@{revision}", $"k{revision}@1"], keys);
        Assert.Equal(expected, view.Items.Select(item => item.Position));
        Assert.Equal(revision, revision == 0 ? 0 : view.Items[^1].Attempts);
        return revision;
    }
}
