using Athens.Sync.Device;
using Xunit;

namespace Athens.Sync.Testing;

public abstract partial class DeviceStoreConformance<TStore>
{
    /// <summary>Of many commits at one revision exactly one is taken, whole.</summary>
    [Fact]
    public async Task Commit_ManyAtOneRevision_OneIsTaken()
    {
        await using TStore store = await CreateAsync();

        bool[] taken = await Task.WhenAll(Enumerable.Range(1, 16).Select(n => Task.Run(() => store.CommitAsync(new DeviceCommit
        {
            State = DeviceRecords.State(1) with { NextNumber = n },
            PutItems = [DeviceRecords.Item(n, $"k{n}")],
            PutReplicas = [DeviceRecords.Replica($"k{n}")],
        }))));

        long winner = Array.IndexOf(taken, true) + 1;
        Assert.Single(taken, true);
        Assert.Equal(winner, (await store.LoadAsync(new DeviceQuery())).State.NextNumber);
        Assert.Equal([winner], await OutboxAsync(store));
        Assert.Equal([$"k{winner}"], await KeysAsync(store));
    }

    /// <summary>Many that look, decide and commit at once lose no update: what each wrote was made on what is there.</summary>
    [Fact]
    public async Task Commit_ManyLoops_LoseNothing()
    {
        await using TStore store = await CreateAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => CountUpAsync(store, times: 25))));

        DeviceView view = await store.LoadAsync(new DeviceQuery());
        Assert.Equal(200, view.State.Revision);
        Assert.Equal(200, view.State.Counts.Pending);
        Assert.Equal(Enumerable.Range(1, 200).Select(n => (long)n), await OutboxAsync(store));
    }

    /// <summary>A look sees the state between two commits, never half of one.</summary>
    [Fact]
    public async Task Load_WhileCommitting_SeesWholeCommits()
    {
        await using TStore store = await CreateAsync();
        await CommitBothAsync(store, 1);
        Task writing = Task.Run(async () =>
        {
            for (int n = 2; n <= 100; n++)
                await CommitBothAsync(store, n);
        });

        while (!writing.IsCompleted)
        {
            DeviceView view = await store.LoadAsync(new DeviceQuery { Entities = [Id("k")] });
            Assert.Equal(view.State.Revision, view.Replicas[Id("k")].Version);
            Assert.Equal(view.State.Revision, Assert.Single(view.Items).Attempts);
        }
        await writing;
    }

    private static async Task CountUpAsync(IDeviceStore store, int times)
    {
        while (times > 0)
        {
            DeviceState state = (await store.LoadAsync(new DeviceQuery())).State;
            long position = state.NextPosition;
            bool taken = await store.CommitAsync(new DeviceCommit
            {
                State = state with { Revision = state.Revision + 1, NextPosition = position + 1, Counts = state.Counts.Add(OutboxStatus.Pending, 1) },
                PutItems = [DeviceRecords.Item(position)],
            });
            times -= taken ? 1 : 0;
        }
    }

    private static Task CommitBothAsync(IDeviceStore store, int n) => CommitAsync(store, new DeviceCommit
    {
        State = DeviceRecords.State(n),
        PutReplicas = [DeviceRecords.Replica("k") with { Version = n }],
        PutItems = [DeviceRecords.Item(1) with { Attempts = n }],
    });
}
