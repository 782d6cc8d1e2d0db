using Athens.Sync.Device;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Tests.Device.Own;

/// <summary>Rows that are behind their replicas for another reason than an edit are brought up to them, and no edit is made of it.</summary>
public sealed class UpgradeTests : DeviceTest
{
    [Fact]
    public async Task Column_ThatANewVersionAdds_IsFilledFromTheReplica()
    {
        string id = await SharedAsync(j => j.Serial = 42);
        await B.WritePastAsync("UPDATE Jobs SET Serial = 0; UPDATE athens_sync_state SET shape = 'before the column'");

        await using Device restarted = await RestartAsync(B);
        await A.EditAsync(id, j => j.Title = "A");
        await A.SyncAsync();
        await restarted.SyncAsync();

        Assert.Equal(("A", 42), await restarted.GetAsync(id) is { } seen ? (seen.Title, seen.Serial) : default);
        Assert.DoesNotContain(await restarted.OutboxAsync(), i => i.Status is not OutboxStatus.Synced);
    }

    [Fact]
    public async Task Restart_InTheSameShape_KeepsWhatWasWrittenPast()
    {
        string id = await SharedAsync();
        await B.WritePastAsync($"UPDATE Jobs SET Notes = 'past' WHERE Id = '{id}'");

        await using Device restarted = await RestartAsync(B);
        Assert.NotEmpty((await restarted.Store.LoadAsync(new DeviceQuery { Entities = [new EntityId("job", id)] })).Replicas);

        Assert.Equal("past", (await restarted.GetAsync(id)).Notes);
    }

    [Fact]
    public async Task Restart_GoesOnWhereItWas()
    {
        string id = await SharedAsync();
        await B.EditAsync(id, j => j.Notes = "offline");

        await using Device restarted = await RestartAsync(B);
        Assert.Equal(1, (await restarted.SyncAsync()).Applied);
        await A.SyncAsync();

        Assert.Equal("offline", (await A.GetAsync(id)).Notes);
    }

    [Fact]
    public async Task Restored_Server_IsNoticedAndTheTablesFollow()
    {
        string kept = await SharedAsync();
        Restore();
        string made = await A.AddAsync(new Job { Title = "new" });

        await A.SyncAsync();
        await A.SyncAsync();

        Assert.NotNull(await A.FindAsync(made));
        await A.AssertShownAsync();
        Assert.NotEqual(kept, made);
    }

    [Fact]
    public async Task ForeignKeys_DoNotKeepPulledRowsOut()
    {
        await A.OnAsync(context =>
        {
            context.Add(new Job { Id = "j", Title = "Weld" });
            context.Add(new Tool { Id = 1, Name = "Torch", UsedFor = "j" });
            return context.SaveChangesAsync();
        });
        await A.SyncAsync();
        await B.SyncAsync();
        await Server.PushAsync(new() { DeviceId = "other", Changes = [new Change { Entity = "job", Op = ChangeOp.Delete, OfflineId = "x", ServerId = "j", ClientVersion = 1 }] }, new() { User = "x", Scopes = ["north"] });

        await B.SyncAsync();

        Assert.Null(await B.FindAsync("j"));
        Assert.Equal("j", await B.OnAsync(context => context.Tools.Select(t => t.UsedFor).SingleAsync()));
        await B.OnAsync(async context =>
        {
            context.Add(new Tool { Id = 2, UsedFor = "missing" });
            await Assert.ThrowsAsync<DbUpdateException>(() => context.SaveChangesAsync());
        });
    }
}
