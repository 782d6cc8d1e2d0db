using Athens.Sync.Device;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Tests.Device.Own;

/// <summary>What is written past the change tracker is refused where it can be seen, and queued before it would be overwritten.</summary>
public sealed class StrayWriteTests : DeviceTest
{
    [Fact]
    public async Task BulkWrites_OfSyncedEntities_AreRefusedByName()
    {
        await A.OnAsync(async context =>
        {
            NotSupportedException update = await Assert.ThrowsAsync<NotSupportedException>(() => context.Jobs.Where(j => j.Serial > 3).ExecuteUpdateAsync(s => s.SetProperty(j => j.Title, "all")));
            Assert.Contains("Job", update.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<NotSupportedException>(() => context.Photos.ExecuteDeleteAsync());
            Assert.Equal(0, await context.Settings.ExecuteDeleteAsync());
            Assert.Equal(0, await context.Settings.ExecuteUpdateAsync(s => s.SetProperty(x => x.Value, "x")));
        });
    }

    [Fact]
    public async Task RawUpdate_OfWhatIsPulled_IsQueuedAndKept()
    {
        string id = await SharedAsync();
        await B.WritePastAsync($"UPDATE Jobs SET Notes = 'past' WHERE Id = '{id}'");
        await A.EditAsync(id, j => j.Title = "A");
        await A.SyncAsync();

        await B.SyncAsync();

        Assert.Equal(("A", "past"), await B.GetAsync(id) is { } shown ? (shown.Title, shown.Notes) : default);
        await ConvergeAsync();
        Assert.Equal("past", (await A.GetAsync(id)).Notes);
    }

    [Fact]
    public async Task RawUpdate_OfTheFieldThatIsPulled_IsAConflict()
    {
        string id = await SharedAsync();
        await B.WritePastAsync($"UPDATE Jobs SET Title = 'past' WHERE Id = '{id}'");
        await A.EditAsync(id, j => j.Title = "A");
        await A.SyncAsync();
        await B.SyncAsync();

        Assert.Equal(1, (await B.SyncAsync()).Conflicts);

        Assert.Equal("past", (await B.GetAsync(id)).Title);
    }

    [Fact]
    public async Task RawDelete_OfWhatIsPulled_IsQueued()
    {
        string id = await SharedAsync();
        await B.WritePastAsync($"DELETE FROM Jobs WHERE Id = '{id}'");
        await A.EditAsync(id, j => j.Title = "A");
        await A.SyncAsync();
        await B.SyncAsync();

        Assert.Equal(1, (await B.SyncAsync()).Conflicts);

        Assert.Null(await B.FindAsync(id));
    }

    [Fact]
    public async Task RawUpdate_ThatTheServerWouldRefuse_IsTakenBack()
    {
        string id = await SharedAsync();
        await B.WritePastAsync($"UPDATE Jobs SET ApprovedBy = 'me' WHERE Id = '{id}'");
        await A.EditAsync(id, j => j.Title = "A");
        await A.SyncAsync();

        await B.SyncAsync();

        Assert.Equal(("A", null), await B.GetAsync(id) is { } shown ? (shown.Title, shown.ApprovedBy) : default);
        Assert.DoesNotContain(await B.OutboxAsync(), i => i.Status is not OutboxStatus.Synced);
    }

    [Fact]
    public async Task RawUpdate_BesideASave_StaysAndIsQueuedLater()
    {
        string id = await SharedAsync();
        await B.WritePastAsync($"UPDATE Jobs SET Notes = 'past' WHERE Id = '{id}'");

        await B.EditAsync(id, j => j.Title = "B");
        Assert.Equal("past", (await B.GetAsync(id)).Notes);
        await ConvergeAsync();

        Assert.Equal(("B", "past"), await A.GetAsync(id) is { } seen ? (seen.Title, seen.Notes) : default);
    }

    [Fact]
    public async Task Row_FromBeforeTheEngine_IsCreatedByItsFirstEdit()
    {
        await A.WritePastAsync("INSERT INTO Jobs SELECT 'old', 'north', 'old', NULL, 0, '1.50', 0, NULL, 0, '[]', '{}', 0, 'draft', NULL, 0");
        await A.EditAsync("old", j => j.Notes = "edited");

        await ConvergeAsync();

        Assert.Equal(("old", "edited", 1.50m), await B.GetAsync("old") is { } seen ? (seen.Title, seen.Notes, seen.Amount) : default);
    }
}
