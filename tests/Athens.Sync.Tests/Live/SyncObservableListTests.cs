using System.Collections.Specialized;
using Athens.Sync.Tests.Worlds;

namespace Athens.Sync.Tests.Live;

public sealed class SyncObservableListTests : IAsyncDisposable
{
    private readonly World world = new();
    private readonly WorldDevice device;
    private readonly QueueContext context = new();

    public SyncObservableListTests() => device = world.Device();

    public async ValueTask DisposeAsync()
    {
        await device.Client.DisposeAsync();
        context.Dispose();
    }

    private async Task<Job> SaveAsync(string title)
    {
        var job = new Job { Title = title };
        await device.Jobs.SaveAsync(job);
        return job;
    }

    private Task RunAsync() => context.RunNextAsync(LoopDevice.Patience);

    [Fact]
    public async Task List_WhenGiven_IsFull()
    {
        await SaveAsync("one");
        await SaveAsync("two");
        await using SyncObservableList<Job> list = await device.Jobs.ObserveAsync(context);
        Assert.Equal(2, list.Count);
        Assert.Equal(["one", "two"], list.Select(j => j.Title));
        Assert.Equal("two", list[1].Title);
    }

    [Fact]
    public async Task Changes_OfOneRow_AreToldAsThatRowOnTheContext()
    {
        Job one = await SaveAsync("one");
        await SaveAsync("two");
        await using SyncObservableList<Job> list = await device.Jobs.ObserveAsync(context);
        var told = new List<string>();
        var properties = new List<string?>();
        list.CollectionChanged += (_, e) =>
        {
            Assert.True(context.IsRunning);
            told.Add($"{e.Action} {e.NewStartingIndex} {e.OldStartingIndex} {(e.OldItems?[0] as Job)?.Title}>{(e.NewItems?[0] as Job)?.Title}");
        };
        list.PropertyChanged += (_, e) => properties.Add(e.PropertyName);

        await device.EditAsync(one.Id, j => j.Title = "edited");
        await RunAsync();
        await SaveAsync("three");
        await RunAsync();
        await device.Jobs.DeleteAsync(one.Id);
        await RunAsync();

        Assert.Equal(["Replace 0 0 one>edited", "Add 2 -1 >three", "Remove -1 0 edited>"], told);
        Assert.Equal(["Item[]", "Count", "Item[]", "Count", "Item[]"], properties);
        Assert.Equal(["two", "three"], list.Select(j => j.Title));
    }

    [Fact]
    public async Task Changes_NotYetRunOnTheContext_AreNotSeen()
    {
        await using SyncObservableList<Job> list = await device.Jobs.ObserveAsync(context);
        await SaveAsync("one");
        Assert.Empty(list);
        await RunAsync();
        Assert.Single(list);
    }

    [Fact]
    public async Task Mirror_KeptByTheEventsAlone_EqualsTheList()
    {
        var random = new Random(3);
        await using SyncObservableList<Job> list = await device.Jobs.ObserveAsync(context);
        List<Job> mirror = [.. list];
        list.CollectionChanged += (_, e) => Follow(mirror, list, e);
        WorldDevice other = world.Device();
        for (int i = 0; i < 150; i++)
        {
            WorldDevice who = random.Next(2) == 0 ? other : device;
            List<Job> jobs = await who.Jobs.ListAsync().ToListAsync();
            if (jobs.Count == 0 || random.Next(3) == 0)
                await who.Jobs.SaveAsync(new Job { Title = $"{i}" });
            else if (random.Next(3) == 0)
                await who.Jobs.DeleteAsync(jobs[random.Next(jobs.Count)].Id);
            else
                await who.EditAsync(jobs[random.Next(jobs.Count)].Id, j => j.Counter++);
            if (random.Next(4) == 0)
                await (random.Next(2) == 0 ? other : device).Client.SyncAsync();
            if (random.Next(9) == 0)
                device.Client.NotifyExternalChange();
        }
        await SaveAsync("the end");
        while (!list.Any(j => j.Title == "the end"))
            await RunAsync();
        Assert.Equal(list, mirror);
        Assert.Equal(await device.Jobs.ListAsync().Select(j => (j.Id, j.Title, j.Counter)).ToListAsync(), list.Select(j => (j.Id, j.Title, j.Counter)));
    }

    private static void Follow(List<Job> mirror, SyncObservableList<Job> list, NotifyCollectionChangedEventArgs told)
    {
        switch (told.Action)
        {
            case NotifyCollectionChangedAction.Add:
                mirror.Insert(told.NewStartingIndex, (Job)told.NewItems![0]!);
                break;
            case NotifyCollectionChangedAction.Remove:
                Assert.Same(mirror[told.OldStartingIndex], told.OldItems![0]);
                mirror.RemoveAt(told.OldStartingIndex);
                break;
            case NotifyCollectionChangedAction.Replace:
                Assert.Same(mirror[told.NewStartingIndex], told.OldItems![0]);
                mirror[told.NewStartingIndex] = (Job)told.NewItems![0]!;
                break;
            default:
                mirror.Clear();
                mirror.AddRange(list);
                break;
        }
    }

    [Fact]
    public async Task Changes_ByTheHundred_AreToldOnce()
    {
        WorldDevice other = world.Device();
        for (int i = 0; i <= SyncObservableList<Job>.ToldMax; i++)
            await other.Jobs.SaveAsync(new Job { Title = $"{i}" });
        await other.SyncAsync();
        await using SyncObservableList<Job> list = await device.Jobs.ObserveAsync(context);
        var told = new List<NotifyCollectionChangedAction>();
        list.CollectionChanged += (_, e) => told.Add(e.Action);
        await device.SyncAsync();
        await RunAsync();
        Assert.Equal([NotifyCollectionChangedAction.Reset], told);
        Assert.Equal(SyncObservableList<Job>.ToldMax + 1, list.Count);
    }

    [Fact]
    public async Task List_WithoutAContext_IsSafeToEnumerateWhileItChanges()
    {
        await using SyncObservableList<Job> list = await device.Jobs.ObserveAsync();
        for (int i = 0; i < 300; i++)
        {
            await SaveAsync($"{i}");
            Assert.True(list.Count(j => j.Title.Length > 0) <= i + 1);
        }
        var full = new TaskCompletionSource();
        list.CollectionChanged += (_, _) => Check();
        Check();
        await full.Task.WaitAsync(LoopDevice.Patience);

        void Check()
        {
            if (list.Count == 300)
                full.TrySetResult();
        }
    }

    [Fact]
    public async Task Handler_ThatThrows_EndsTheListAndIsTold()
    {
        await using SyncObservableList<Job> list = await device.Jobs.ObserveAsync(context);
        list.CollectionChanged += (_, _) => throw new InvalidOperationException("A bug in a view.");
        await SaveAsync("one");
        await RunAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => list.Completion.WaitAsync(LoopDevice.Patience));
    }

    [Fact]
    public async Task List_DisposedOfWhileItsContextHangs_EndsAndStaysAsItWas()
    {
        SyncObservableList<Job> list = await device.Jobs.ObserveAsync(context);
        await SaveAsync("one");
        await list.DisposeAsync().AsTask().WaitAsync(LoopDevice.Patience);
        Assert.True(list.Completion.IsCompletedSuccessfully);
        Assert.Empty(list);
        await list.DisposeAsync();
    }

    [Fact]
    public async Task List_WhoseEngineIsDisposedOf_Completes()
    {
        await using SyncObservableList<Job> list = await device.Jobs.ObserveAsync();
        await device.Client.DisposeAsync();
        await list.Completion.WaitAsync(LoopDevice.Patience);
    }
}
