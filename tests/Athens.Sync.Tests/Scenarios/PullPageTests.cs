using Athens.Sync.Client;
using Athens.Sync.Device;
using Athens.Sync.InMemory;
using Athens.Sync.Tests.Worlds;
using Athens.Sync.Transport;
using Athens.Sync.Wire;

namespace Athens.Sync.Tests.Scenarios;

/// <summary>A long feed comes page by page: the next page is asked for while one is read and taken in.</summary>
public sealed class PullPageTests : IDisposable
{
    private const int Jobs = 5;

    private readonly World world = new();
    private readonly InProcessTransport server;
    private readonly WorldDevice device;
    private readonly List<(PullRequest Request, string? Stored)> asked = [];
    private readonly SyncClient client;
    private Func<int, Task> before = _ => Task.CompletedTask;
    private Func<int, PullResponse, Task<PullResponse>> after = (_, page) => Task.FromResult(page);
    private Func<int, PullResponse, string?>? tells;

    public PullPageTests()
    {
        server = new InProcessTransport(world.Server, World.Caller("ann"));
        device = world.Device("ann");
        client = new SyncClient(world.Model, device.Store, new Noting(this), world.Time, new CountingIds(9), new SyncClientOptions { PullPage = 1 });
    }

    public void Dispose() => client.DisposeAsync().AsTask().GetAwaiter().GetResult();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task NextPage_IsAskedForBeforeTheOneIsTakenIn_AndNamesNoDevice(bool isTold)
    {
        tells = isTold ? Truth : null;
        await MakeJobsAsync();

        Assert.Null((await client.SyncAsync()).Failure);

        Assert.Equal(Jobs, (await client.Set<Job>().ListAsync().ToListAsync()).Count);
        List<(PullRequest Request, string? Stored)> ahead = [.. asked.Where(one => one.Request.DeviceId is null)];
        Assert.NotEmpty(ahead);
        Assert.All(ahead, one => Assert.NotEqual(one.Request.Checkpoint, one.Stored));
        Assert.All(asked.Except(ahead), one => Assert.Equal(one.Request.Checkpoint, one.Stored));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task NextPage_ThatDoesNotCome_LeavesTheOneThatCame(bool isTold)
    {
        tells = isTold ? Truth : null;
        await MakeJobsAsync();
        before = number => number == 3 ? throw new SyncTransportException(TransportFailure.Unreachable, "gone") : Task.CompletedTask;

        Assert.IsType<SyncTransportException>((await client.SyncAsync()).Failure);
        int kept = (await client.Set<Job>().ListAsync().ToListAsync()).Count;
        Assert.Null((await client.SyncAsync()).Failure);

        Assert.Equal(2, kept);
        Assert.Equal(Jobs, (await client.Set<Job>().ListAsync().ToListAsync()).Count);
        Assert.Equal(Jobs + 1, asked.Count(one => one.Request.Lane == "default"));
    }

    /// <summary>Another process over the same store has gone on meanwhile: what was asked for ahead is not of here any more.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task NextPage_ThatAnotherProcessHasTakenIn_IsAskedForFromWhereThatIs(bool isTold)
    {
        tells = isTold ? Truth : null;
        await MakeJobsAsync();
        before = number => number == 2 ? device.SyncAsync() : Task.CompletedTask;

        Assert.Null((await client.SyncAsync()).Failure);

        Assert.Equal(Jobs, (await client.Set<Job>().ListAsync().ToListAsync()).Count);
        Assert.All(asked.Where(one => one.Request.DeviceId is not null), one => Assert.Equal(one.Request.Checkpoint, one.Stored));
        Assert.Equal(4, asked.Count(one => one.Request.Lane == "default"));
    }

    /// <summary>The page lingers until the next was asked for, which it would not be before this one is read.</summary>
    [Fact]
    public async Task NextPage_WhoseBeginningIsTold_IsAskedForWhileTheOneIsStillRead()
    {
        await MakeJobsAsync();
        tells = Truth;
        var askedFor = Enumerable.Range(0, Jobs + 2).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).ToArray();
        before = number =>
        {
            askedFor[number].TrySetResult();
            return Task.CompletedTask;
        };
        after = async (number, page) =>
        {
            // The first page is taken in before anything is sent, and by itself.
            if (number > 1 && page.HasMore)
                await askedFor[number + 1].Task.WaitAsync(TimeSpan.FromMinutes(1));
            return page;
        };

        Assert.Null((await client.SyncAsync()).Failure);

        Assert.Equal(Jobs, (await client.Set<Job>().ListAsync().ToListAsync()).Count);
        Assert.Equal(Jobs, asked.Count(one => one.Request.Lane == "default"));
    }

    [Theory]
    [InlineData("elsewhere")]
    [InlineData("after the last")]
    public async Task NextPage_ToldOtherwiseThanThePageSays_IsNotTheServers(string told)
    {
        await MakeJobsAsync();
        tells = told == "elsewhere"
            ? (number, page) => number == 2 ? "Y2hlY2twb2ludA" : Truth(number, page)
            : (_, page) => page.HasMore ? null : page.Checkpoint;

        SyncTransportException failure = Assert.IsType<SyncTransportException>((await client.SyncAsync()).Failure);
        int kept = (await client.Set<Job>().ListAsync().ToListAsync()).Count;
        tells = null;
        Assert.Null((await client.SyncAsync()).Failure);

        Assert.Equal(TransportFailure.NotTheServer, failure.Failure);
        Assert.Equal(told == "elsewhere" ? 1 : Jobs - 1, kept);
        Assert.Equal(Jobs, (await client.Set<Job>().ListAsync().ToListAsync()).Count);
    }

    [Fact]
    public async Task Page_ThatFailsOnceTheNextIsAskedFor_EndsTheCycleWhenThatHasEndedToo()
    {
        await MakeJobsAsync();
        tells = Truth;
        var isAskedFor = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var mayCome = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var failing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        before = async number =>
        {
            if (number != 3)
                return;
            isAskedFor.SetResult();
            await mayCome.Task;
        };
        after = async (number, page) =>
        {
            if (number != 2)
                return page;
            await isAskedFor.Task.WaitAsync(TimeSpan.FromMinutes(1));
            failing.SetResult();
            throw new SyncTransportException(TransportFailure.Unreachable, "cut off");
        };

        Task<SyncReport> cycle = client.SyncAsync();
        await failing.Task.WaitAsync(TimeSpan.FromMinutes(1));
        bool hasEnded = cycle.IsCompleted;
        mayCome.SetResult();
        Assert.Equal("cut off", (await cycle).Failure?.Message);

        Assert.False(hasEnded);
        Assert.Single(await client.Set<Job>().ListAsync().ToListAsync());
        (before, after) = (_ => Task.CompletedTask, (_, page) => Task.FromResult(page));
        Assert.Null((await client.SyncAsync()).Failure);
        Assert.Equal(Jobs, (await client.Set<Job>().ListAsync().ToListAsync()).Count);
    }

    private static string? Truth(int number, PullResponse page) => page.HasMore ? page.Checkpoint : null;

    private async Task MakeJobsAsync()
    {
        WorldDevice other = world.Device("bob");
        for (int n = 0; n < Jobs; n++)
            await other.Jobs.SaveAsync(new Job { Title = "one" });
        await other.SyncAsync();
    }

    /// <summary>Notes what is asked, and where the store was then.</summary>
    private sealed class Noting(PullPageTests test) : ISyncTransport
    {
        public Task<PushResponse> PushAsync(PushRequest request, CancellationToken cancellationToken = default) => test.server.PushAsync(request, cancellationToken);

        public Task<PullResponse> PullAsync(PullRequest request, CancellationToken cancellationToken = default) => PullAsync(request, _ => { }, cancellationToken);

        public async Task<PullResponse> PullAsync(PullRequest request, Action<string> next, CancellationToken cancellationToken = default)
        {
            DeviceState state = (await test.device.Store.LoadAsync(new DeviceQuery(), cancellationToken)).State;
            int number;
            lock (test.asked)
            {
                test.asked.Add((request, state.Checkpoints.GetValueOrDefault($"{request.Scope}/{request.Lane}")));
                number = request.Lane == "default" ? test.asked.Count(one => one.Request.Lane == "default") : 0;
            }
            await test.before(number);
            PullResponse page = await test.server.PullAsync(request, cancellationToken);
            if (number > 0 && test.tells?.Invoke(number, page) is { } told)
                next(told);
            return await test.after(number, page);
        }
    }
}
