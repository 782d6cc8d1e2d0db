using Athens.Sync.Device;

namespace Athens.Sync.EntityFrameworkCore.Tests.Device.Own;

/// <summary>Who watches the engine sees what the app saves through its context.</summary>
public sealed class WatchingTests : DeviceTest
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Save_ThroughTheContext_IsSeenByWatchersOnceItIsCommitted(bool inTransaction)
    {
        await using IAsyncEnumerator<SyncStatus> status = A.Client.WatchStatusAsync().GetAsyncEnumerator();
        await using IAsyncEnumerator<IReadOnlyList<OutboxItem>> outbox = A.Client.WatchOutboxAsync().GetAsyncEnumerator();
        Assert.True(await status.MoveNextAsync() && await outbox.MoveNextAsync());
        Assert.Equal((0, 0), (status.Current.Changes.Pending, outbox.Current.Count));
        ValueTask<bool> next = status.MoveNextAsync();

        await A.OnAsync(async context =>
        {
            await using var transaction = inTransaction ? await context.Database.BeginTransactionAsync() : null;
            context.Add(new Job { Title = "Weld" });
            await context.SaveChangesAsync();
            if (transaction is null)
                return;
            Assert.False(next.IsCompleted);
            await transaction.CommitAsync();
        });

        Assert.True(await next && await outbox.MoveNextAsync());
        Assert.Equal((1, 1), (status.Current.Changes.Pending, outbox.Current.Count));
    }

    [Fact]
    public async Task RawUpdate_QueuedByASync_IsSeenByWatchers()
    {
        string id = await SharedAsync();
        await B.WritePastAsync($"UPDATE Jobs SET Notes = 'past' WHERE Id = '{id}'");
        await A.EditAsync(id, j => j.Title = "A");
        await A.SyncAsync();
        await using IAsyncEnumerator<IReadOnlyList<OutboxItem>> outbox = B.Client.WatchOutboxAsync(new OutboxFilter { Status = OutboxStatus.Pending }).GetAsyncEnumerator();
        Assert.True(await outbox.MoveNextAsync());

        await B.SyncAsync();

        Assert.True(await outbox.MoveNextAsync());
        Assert.Single(outbox.Current);
    }
}
