using Athens.Sync.Client;
using Athens.Sync.Device;
using Athens.Sync.InMemory;
using Athens.Sync.Tests.Worlds;
using Athens.Sync.Transport;
using Athens.Sync.Wire;

namespace Athens.Sync.Tests.Scenarios;

/// <summary>A long feed comes page by page: the next page is asked for while one is taken in.</summary>
public sealed class PullPageTests : IDisposable
{
    private const int Jobs = 5;

    private readonly World world = new();
    private readonly InProcessTransport server;
    private readonly WorldDevice device;
    private readonly List<(PullRequest Request, string? Stored)> asked = [];
    private readonly SyncClient client;
    private Func<int, Task> before = _ => Task.CompletedTask;

    public PullPageTests()
    {
        server = new InProcessTransport(world.Server, World.Caller("ann"));
        device = world.Device("ann");
        client = new SyncClient(world.Model, device.Store, new Noting(this), world.Time, new CountingIds(9), new SyncClientOptions { PullPage = 1 });
    }

    public void Dispose() => client.DisposeAsync().AsTask().GetAwaiter().GetResult();

    [Fact]
    public async Task NextPage_IsAskedForBeforeTheOneIsTakenIn_AndNamesNoDevice()
    {
        await MakeJobsAsync();

        Assert.Null((await client.SyncAsync()).Failure);

        Assert.Equal(Jobs, (await client.Set<Job>().ListAsync().ToListAsync()).Count);
        List<(PullRequest Request, string? Stored)> ahead = [.. asked.Where(one => one.Request.DeviceId is null)];
        Assert.NotEmpty(ahead);
        Assert.All(ahead, one => Assert.NotEqual(one.Request.Checkpoint, one.Stored));
        Assert.All(asked.Except(ahead), one => Assert.Equal(one.Request.Checkpoint, one.Stored));
    }

    [Fact]
    public async Task NextPage_ThatDoesNotCome_LeavesTheOneThatCame()
    {
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
    [Fact]
    public async Task NextPage_ThatAnotherProcessHasTakenIn_IsAskedForFromWhereThatIs()
    {
        await MakeJobsAsync();
        before = number => number == 2 ? device.SyncAsync() : Task.CompletedTask;

        Assert.Null((await client.SyncAsync()).Failure);

        Assert.Equal(Jobs, (await client.Set<Job>().ListAsync().ToListAsync()).Count);
        Assert.All(asked.Where(one => one.Request.DeviceId is not null), one => Assert.Equal(one.Request.Checkpoint, one.Stored));
        Assert.Equal(4, asked.Count(one => one.Request.Lane == "default"));
    }

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

        public async Task<PullResponse> PullAsync(PullRequest request, CancellationToken cancellationToken = default)
        {
            DeviceState state = (await test.device.Store.LoadAsync(new DeviceQuery(), cancellationToken)).State;
            test.asked.Add((request, state.Checkpoints.GetValueOrDefault($"{request.Scope}/{request.Lane}")));
            await test.before(request.Lane == "default" ? test.asked.Count(one => one.Request.Lane == "default") : 0);
            return await test.server.PullAsync(request, cancellationToken);
        }
    }
}
