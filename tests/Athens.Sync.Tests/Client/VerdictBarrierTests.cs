using Athens.Sync.Device;
using Athens.Sync.Testing;
using Athens.Sync.Tests.Worlds;

namespace Athens.Sync.Tests.Client;

public sealed class VerdictBarrierTests
{
    private readonly World world = new();
    private readonly WorldDevice device;

    public VerdictBarrierTests() => device = world.Device();

    private async Task<(Job Job, SavedChange Change)> SaveAsync(string title)
    {
        var job = new Job { Title = title };
        return (job, (await device.Jobs.SaveAsync(job))!);
    }

    private async Task<SavedChange> EditAsync(Job job, string title)
    {
        job.Title = title;
        return (await device.Jobs.SaveAsync(job))!;
    }

    /// <summary>The device's edit and another's, of one field.</summary>
    private async Task<(Job Job, SavedChange Change)> ConflictingEditAsync()
    {
        (Job job, _) = await SaveAsync("base");
        await device.SyncAsync();
        WorldDevice other = world.Device();
        await other.SyncAsync();
        await other.EditAsync(job.Id, j => j.Title = "theirs");
        await other.SyncAsync();
        return (job, await EditAsync(job, "mine"));
    }

    [Fact]
    public async Task Wait_ForASavedChange_EndsWithItsVerdictAndNotBefore()
    {
        (_, SavedChange change) = await SaveAsync("one");
        Task<OutboxItem?> wait = device.Client.WaitForAsync(change);
        await SaveAsync("two");
        Assert.False(wait.IsCompleted);
        await device.SyncAsync();
        OutboxItem item = (await wait.WaitAsync(LoopDevice.Patience))!;
        Assert.Equal((OutboxStatus.Synced, 1L, change.OfflineId), (item.Status, item.ConfirmedVersion, item.Change.OfflineId));
    }

    [Fact]
    public async Task Wait_ForAVerdictThatIsThere_EndsAtOnce()
    {
        (_, SavedChange change) = await SaveAsync("one");
        await device.SyncAsync();
        Assert.Equal(OutboxStatus.Synced, (await device.Client.WaitForAsync(change))!.Status);
    }

    [Fact]
    public async Task Wait_WhileTheNetworkIsDown_GoesOn()
    {
        (_, SavedChange change) = await SaveAsync("one");
        Task<OutboxItem?> wait = device.Client.WaitForAsync(change);
        device.Network.IsDown = true;
        await device.Client.SyncAsync();
        device.Network.IsDown = false;
        device.Network.NextPush(TransportFault.AnswerLost);
        await device.Client.SyncAsync();
        Assert.False(wait.IsCompleted);
        await device.SyncAsync();
        Assert.Equal(OutboxStatus.Synced, (await wait.WaitAsync(LoopDevice.Patience))!.Status);
    }

    [Fact]
    public async Task Wait_ForAChangeInConflict_EndsWithTheConflict()
    {
        (Job job, SavedChange change) = await ConflictingEditAsync();
        Task<OutboxItem?> wait = device.Client.WaitForAsync(change);
        await device.SyncAsync();
        OutboxItem item = (await wait.WaitAsync(LoopDevice.Patience))!;
        Assert.Equal(ConflictReason.StaleVersion, item.Conflict!.Reason);
        Assert.Equal(EntitySyncState.Conflict, await device.Client.WaitForAsync(new EntityId("job", job.Id)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Wait_ForAChangeThatWasDecided_FindsItWhereverItWasPut(bool isKept)
    {
        (_, SavedChange change) = await ConflictingEditAsync();
        await device.SyncAsync();
        await Assert.Single(await device.ConflictsAsync()).ResolveAsync(isKept ? Resolution.KeepMine : Resolution.UseServer);
        OutboxItem item = (await device.Client.WaitForAsync(change).WaitAsync(LoopDevice.Patience))!;
        Assert.Equal((OutboxStatus.Synced, change.OfflineId), (item.Status, item.Change.OfflineId));
    }

    [Fact]
    public async Task Wait_ForARefusedChange_EndsWithTheRefusal()
    {
        (_, SavedChange change) = await SaveAsync("one");
        Task<OutboxItem?> wait = device.Client.WaitForAsync(change);
        device.Network.Judge = request => request.Changes.Count > 0 ? TransportFault.Status(400) : null;
        for (int i = 0; i < 20 && (await device.Client.GetStatusAsync()).Changes.Failed == 0; i++)
            await device.Client.SyncAsync();
        OutboxItem? item = await wait.WaitAsync(LoopDevice.Patience);
        Assert.Equal(OutboxStatus.Failed, item!.Status);
    }

    [Fact]
    public async Task Save_JoinedToAnUnsentOne_IsWaitedForAsThat()
    {
        var photo = new Photo { JobId = "j", Caption = "one" };
        (Job job, _) = await SaveAsync("base");
        await device.SyncAsync();
        SavedChange first = await EditAsync(job, "first");
        SavedChange second = await EditAsync(job, "second");
        Assert.Equal(first, second);
        Assert.NotEqual(first, await device.Photos.SaveAsync(photo));
    }

    [Fact]
    public async Task Save_OfNothing_HasNothingToWaitFor()
    {
        (Job job, _) = await SaveAsync("one");
        Assert.Null(await device.Jobs.SaveAsync(job));
    }

    [Fact]
    public async Task Wait_ForAChangeThatIsTakenBack_EndsWithNone()
    {
        (Job job, _) = await SaveAsync("base");
        await device.SyncAsync();
        SavedChange change = await EditAsync(job, "first");
        Task<OutboxItem?> wait = device.Client.WaitForAsync(change);
        job.Title = "base";
        Assert.Null(await device.Jobs.SaveAsync(job));
        Assert.Null(await wait.WaitAsync(LoopDevice.Patience));
    }

    [Fact]
    public async Task Wait_AfterARestart_GoesOn()
    {
        (_, SavedChange change) = await SaveAsync("one");
        WorldDevice again = world.DeviceWith("user-1", store: device.Store.Reopen());
        Task<OutboxItem?> wait = again.Client.WaitForAsync(change);
        await again.SyncAsync();
        Assert.Equal(OutboxStatus.Synced, (await wait.WaitAsync(LoopDevice.Patience))!.Status);
    }

    [Fact]
    public async Task Wait_ForAnEntity_EndsWhenNothingOfItWaits()
    {
        (Job job, _) = await SaveAsync("one");
        var id = new EntityId("job", job.Id);
        Task<EntitySyncState> wait = device.Client.WaitForAsync(id);
        bool edited = false;
        device.Network.Meanwhile = async () =>
        {
            await EditAsync(job, "while it is sent");
            edited = true;
        };
        await device.SyncAsync();
        await device.SyncAsync();
        Assert.True(edited);
        Assert.Equal(EntitySyncState.Synced, await wait.WaitAsync(LoopDevice.Patience));
        Assert.Equal(0, (await device.Client.GetStatusAsync()).Changes.Waiting);
        Assert.Equal(EntitySyncState.Synced, await device.Client.WaitForAsync(new EntityId("job", "never heard of")));
    }

    [Fact]
    public async Task Wait_GivenUp_Throws()
    {
        (_, SavedChange change) = await SaveAsync("one");
        using var impatience = new CancellationTokenSource();
        Task<OutboxItem?> wait = device.Client.WaitForAsync(change, impatience.Token);
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }

    [Fact]
    public async Task Wait_WhenTheEngineIsDisposedOf_SaysThatItWasClosed()
    {
        (_, SavedChange change) = await SaveAsync("one");
        Task<OutboxItem?> wait = device.Client.WaitForAsync(change);
        await device.Client.DisposeAsync();
        Assert.Equal(StoreFailure.Closed, (await Assert.ThrowsAsync<StoreException>(() => wait.WaitAsync(LoopDevice.Patience))).Failure);
    }
}
