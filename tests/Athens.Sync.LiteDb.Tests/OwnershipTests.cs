using Athens.Sync.Device;
using Athens.Sync.Testing;

namespace Athens.Sync.LiteDb.Tests;

public sealed class OwnershipTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Calls_ManyMoreThanMayWait_AllGetTheirTurn()
    {
        await using LiteDbDeviceStore store = await LiteDbDeviceStore.OpenAsync(new LiteDbDeviceStoreOptions { Path = folder["store.db"], WaitingMax = 1 });

        DeviceView[] views = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => Task.Run(() => store.LoadAsync(new DeviceQuery()))));

        Assert.All(views, view => Assert.Equal(0, view.State.Revision));
    }

    [Fact]
    public async Task Close_WithCallsInLine_AnswersEachOne()
    {
        LiteDbDeviceStore store = await LiteDbDeviceStore.OpenAsync(folder["store.db"]);
        Task<bool>[] commits = [.. Enumerable.Range(1, 50).Select(n => CommitOrClosedAsync(store, n))];

        await store.DisposeAsync();

        bool[] taken = await Task.WhenAll(commits);
        await using LiteDbDeviceStore reopened = await LiteDbDeviceStore.OpenAsync(folder["store.db"]);
        Assert.Equal(taken.Count(t => t), (await reopened.LoadAsync(new DeviceQuery())).State.Revision);
    }

    [Fact]
    public async Task Commit_CancelledAtAnyMoment_TellsTheTruth()
    {
        await using LiteDbDeviceStore store = await LiteDbDeviceStore.OpenAsync(folder["store.db"]);
        long revision = 0;
        for (int round = 0; round < 100; round++)
        {
            using var cancelling = new CancellationTokenSource();
            Task<bool> commit = store.CommitAsync(Commit(revision + 1), cancelling.Token);
            await cancelling.CancelAsync();

            revision += await TakenAsync(commit) ? 1 : 0;

            Assert.Equal(revision, (await store.LoadAsync(new DeviceQuery())).State.Revision);
        }
    }

    [Fact]
    public async Task Commit_KeyBeyondWhatAnIndexHolds_IsRefusedAndLeavesNothing()
    {
        await using LiteDbDeviceStore store = await LiteDbDeviceStore.OpenAsync(folder["store.db"]);
        DeviceCommit commit = Commit(1) with { PutReplicas = [DeviceRecords.Replica(new string('\u6f22', 400))] };

        StoreException thrown = await Assert.ThrowsAsync<StoreException>(() => store.CommitAsync(commit));

        Assert.Equal(StoreFailure.Constraint, thrown.Failure);
        Assert.Empty(await store.ReadOutboxAsync(new OutboxFilter()).ToListAsync());
        Assert.True(await store.CommitAsync(Commit(1)));
    }

    private static DeviceCommit Commit(long revision) => new() { State = DeviceRecords.State(revision), PutItems = [DeviceRecords.Item(revision)] };

    private static async Task<bool> CommitOrClosedAsync(LiteDbDeviceStore store, long revision)
    {
        try
        {
            return await store.CommitAsync(Commit(revision));
        }
        catch (StoreException e)
        {
            Assert.Equal(StoreFailure.Closed, e.Failure);
            return false;
        }
    }

    private static async Task<bool> TakenAsync(Task<bool> commit)
    {
        try
        {
            return await commit;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
