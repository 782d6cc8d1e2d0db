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
    private Func<int, CancellationToken, Task> before = (_, _) => Task.CompletedTask;
    private Func<int, PullResponse, Task<PullResponse>> after = (_, page) => Task.FromResult(page);
    private Func<int, PullResponse, string?>? tells;
    private Action<int, Task>? ended;
    private int number;
    private int underWay;

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
        before = (number, _) => number == 3 ? throw new SyncTransportException(TransportFailure.Unreachable, "gone") : Task.CompletedTask;

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
        before = (number, _) => number == 2 ? device.SyncAsync() : Task.CompletedTask;

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
        before = (number, _) =>
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

    /// <summary>The request ahead would hang for ever: it is given up, and the cycle does not end before it has.</summary>
    [Fact]
    public async Task Page_ThatFailsOnceTheNextIsAskedFor_TakesThatAlong()
    {
        await MakeJobsAsync();
        tells = Truth;
        var isAskedFor = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bool hasEnded = false;
        before = async (number, cancellationToken) =>
        {
            if (number != 3)
                return;
            isAskedFor.SetResult();
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).WaitAsync(TimeSpan.FromMinutes(1), CancellationToken.None);
            }
            finally
            {
                hasEnded = true;
            }
        };
        after = async (number, page) =>
        {
            if (number != 2)
                return page;
            await isAskedFor.Task.WaitAsync(TimeSpan.FromMinutes(1));
            throw new SyncTransportException(TransportFailure.Unreachable, "cut off");
        };

        SyncReport report = await client.SyncAsync();

        Assert.Equal(("cut off", true), (report.Failure?.Message, hasEnded));
        Assert.Single(await client.Set<Job>().ListAsync().ToListAsync());
        (before, after) = ((_, _) => Task.CompletedTask, (_, page) => Task.FromResult(page));
        Assert.Null((await client.SyncAsync()).Failure);
        Assert.Equal(Jobs, (await client.Set<Job>().ListAsync().ToListAsync()).Count);
    }

    /// <summary>It came while the one before it was read, told where the next begins, and was cut off: nothing more is asked for.</summary>
    [Fact]
    public async Task Page_ThatWasToldAndFailedBeforeItsTurn_IsNotFollowed()
    {
        await MakeJobsAsync();
        tells = Truth;
        var hasFailed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ended = (number, call) =>
        {
            if (number == 3)
                call.ContinueWith(_ => hasFailed.SetResult(), TaskScheduler.Default);
        };
        after = async (number, page) =>
        {
            if (number == 2)
                await hasFailed.Task.WaitAsync(TimeSpan.FromMinutes(1));
            return number == 3 ? throw new SyncTransportException(TransportFailure.Unreachable, "cut off") : page;
        };

        Assert.Equal("cut off", (await client.SyncAsync()).Failure?.Message);

        Assert.Equal(2, (await client.Set<Job>().ListAsync().ToListAsync()).Count);
        Assert.Equal(3, asked.Count(one => one.Request.Lane == "default"));
    }

    /// <summary>Two pages at a time share the network: over one that does not carry them, they come one by one, until all have come.</summary>
    [Fact]
    public async Task Pages_AfterOneThatTheNetworkDidNotCarry_ComeOneByOne_UntilAPullHasEnded()
    {
        await MakeJobsAsync();
        tells = Truth;
        after = (number, page) => number == 2 ? throw new SyncTransportException(TransportFailure.Unreachable, "too slow") : Task.FromResult(page);
        Assert.Equal("too slow", (await client.SyncAsync()).Failure?.Message);
        int most = 0;
        after = async (_, page) =>
        {
            // Whoever asks early has the time to.
            for (int n = 0; n < 100; n++)
                await Task.Yield();
            most = Math.Max(most, underWay);
            return page;
        };
        Assert.Null((await client.SyncAsync()).Failure);
        int apart = most;
        await MakeJobsAsync();
        var together = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        after = async (_, page) =>
        {
            if (underWay == 2)
                together.TrySetResult();
            if (page.HasMore)
                await together.Task.WaitAsync(TimeSpan.FromMinutes(1));
            return page;
        };

        Assert.Null((await client.SyncAsync()).Failure);

        Assert.Equal(1, apart);
        Assert.Equal(2 * Jobs, (await client.Set<Job>().ListAsync().ToListAsync()).Count);
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

        public Task<PullResponse> PullAsync(PullRequest request, Action<string> next, CancellationToken cancellationToken = default)
        {
            int number;
            lock (test.asked)
                number = request.Lane == "default" ? ++test.number : 0;
            Task<PullResponse> call = CallAsync(number, request, next, cancellationToken);
            test.ended?.Invoke(number, call);
            return call;
        }

        private async Task<PullResponse> CallAsync(int number, PullRequest request, Action<string> next, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref test.underWay);
            try
            {
                DeviceState state = (await test.device.Store.LoadAsync(new DeviceQuery(), cancellationToken)).State;
                lock (test.asked)
                    test.asked.Add((request, state.Checkpoints.GetValueOrDefault($"{request.Scope}/{request.Lane}")));
                await test.before(number, cancellationToken);
                PullResponse page = await test.server.PullAsync(request, cancellationToken);
                if (number > 0 && test.tells?.Invoke(number, page) is { } told)
                    next(told);
                return await test.after(number, page);
            }
            finally
            {
                Interlocked.Decrement(ref test.underWay);
            }
        }
    }
}
