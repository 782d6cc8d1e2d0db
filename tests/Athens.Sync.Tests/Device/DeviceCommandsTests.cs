using Athens.Sync.Device;
using Athens.Sync.InMemory;
using Athens.Sync.Testing;

namespace Athens.Sync.Tests.Device;

/// <summary>What a cycle takes in keeps a user's save waiting for no longer than its commit.</summary>
public sealed class DeviceCommandsTests
{
    private readonly TaskCompletionSource<bool> lookedAt = new();
    private readonly TaskCompletionSource<bool> goesOn = new();

    [Fact]
    public async Task Save_WhileACycleDecides_IsNotHeldUpAndNotOverwritten()
    {
        await using var store = new InMemoryDeviceStore();
        using var app = new DeviceCommands(store);
        int decided = 0;
        Task<int> page = app.OfCycle().RunAsync(LookAsync, draft => Put(draft, "page", ++decided), default);
        await lookedAt.Task;

        int saved = await app.RunAsync(new DeviceQuery(), draft => Put(draft, "saved", 1), default);

        Assert.False(page.IsCompleted);
        goesOn.SetResult(true);
        Assert.Equal((1, 2), (saved, await page));
        Assert.Equal(["page", "saved"], await store.ReadReplicasAsync(new ReplicaFilter { Type = DeviceRecords.Type }).Select(replica => replica.Key).ToListAsync());

        async Task<DeviceView> LookAsync(CancellationToken cancellationToken)
        {
            DeviceView view = await store.LoadAsync(new DeviceQuery(), cancellationToken);
            lookedAt.TrySetResult(true);
            await goesOn.Task;
            return view;
        }
    }

    /// <summary>A process beside this one says nothing of what it saves: it is noticed where it came before a commit.</summary>
    [Fact]
    public async Task Save_ByAnotherProcessBeforeACommitOfACycle_CountsAsUse()
    {
        await using var store = new InMemoryDeviceStore();
        using var app = new DeviceCommands(store);
        using var other = new DeviceCommands(store);
        Task<int> page = app.OfCycle().RunAsync(
            async token =>
            {
                DeviceView view = await store.LoadAsync(new DeviceQuery(), token);
                if (view.State.Revision == 0)
                    await other.RunAsync(new DeviceQuery(), draft => Put(draft, "saved", 1), token);
                return view;
            },
            draft => Put(draft, "page", 1), default);

        await page;

        Assert.Equal(1, app.Use.Writes);
    }

    private static int Put(DeviceDraft draft, string key, int result)
    {
        draft.Put(DeviceRecords.Replica(key));
        return result;
    }
}
