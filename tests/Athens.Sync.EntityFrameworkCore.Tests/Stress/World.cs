using System.Diagnostics;
using System.Threading.Channels;
using Athens.Sync.EntityFrameworkCore.Tests.Databases;
using Athens.Sync.EntityFrameworkCore.Tests.Stress.Sessions;
using Athens.Sync.Server;
using Athens.Sync.Wire;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Athens.Sync.EntityFrameworkCore.Tests.Stress;

/// <summary>A server over one database, the load on it, and what its callers were told.</summary>
internal sealed class World : IAsyncDisposable
{
    private readonly ITestDatabase database;
    private readonly ServiceProvider services;

    private World(ITestDatabase database, Shape shape)
    {
        this.database = database;
        Shape = shape;
        History = new History();
        Patience = new Patience(shape.AttemptsMax, History);
        var collection = new ServiceCollection();
        collection.AddDbContextFactory<StressContext>(database.Use);
        collection.AddAthensSyncServer(StressModel.Instance).UseEntityFrameworkCore<StressContext>();
        services = collection.BuildServiceProvider(validateScopes: true);
    }

    public Shape Shape { get; }

    public History History { get; }

    public Patience Patience { get; }

    public SyncServer Server => services.GetRequiredService<SyncServer>();

    public IServerStore Store => services.GetRequiredService<IServerStore>();

    public static SyncCaller CallerOf(string user, string scope) => new() { User = user, Scopes = [scope] };

    public static async Task<World> OpenAsync(ITestDatabase database, Shape shape)
    {
        var world = new World(database, shape);
        await using StressContext context = world.NewContext();
        await context.Database.EnsureCreatedAsync();
        foreach (string scope in shape.ScopeNames)
            await world.SeedAsync(scope);
        return world;
    }

    public StressContext NewContext() => services.GetRequiredService<IDbContextFactory<StressContext>>().CreateDbContext();

    public FeedView NewView(SyncCaller caller, string session, string scope) => new(Server, caller, session, scope, Patience, History);

    /// <summary>Runs all writers for the time that is set, with a reader of each scope; what one of them finds wrong is thrown.</summary>
    public async Task<IReadOnlyList<FeedView>> RunAsync(Func<Func<bool>, Task>? faults = null)
    {
        (string Scope, FeedView View)[] readers = [.. Shape.ScopeNames.SelectMany(scope => Enumerable.Range(0, Shape.ReadersPerScope).Select(n => (scope, NewView(CallerOf("reader", scope), $"reader{n} of {scope}", scope))))];
        Task reading = Task.WhenAll([.. readers.Select(reader => FollowAsync(reader.Scope, reader.View))]);
        long start = Stopwatch.GetTimestamp();
        Task injector = faults?.Invoke(() => Stopwatch.GetElapsedTime(start) > Shape.Duration / 2) ?? Task.CompletedTask;
        using var failed = new CancellationTokenSource();
        Task writers = Task.WhenAll(Writers(failed, () => failed.IsCancellationRequested || injector.IsFaulted || reading.IsFaulted || Stopwatch.GetElapsedTime(start) > Shape.Duration));
        await Task.WhenAll(CloseAfterAsync(writers), reading, injector);
        return [.. readers.Select(reader => reader.View)];
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        database.Delete();
    }

    private IEnumerable<Task> Writers(CancellationTokenSource failed, Func<bool> isOver) =>
    [
        .. Enumerable.Range(0, Shape.Writers).Select(n => new Writer(this, n)).Select(writer => OrStopAllAsync(() => writer.RunAsync(isOver), failed)),
        .. Enumerable.Range(0, Shape.AppWriters).Select(n => new AppWriter(this, n)).Select(writer => OrStopAllAsync(() => writer.RunAsync(isOver), failed)),
    ];

    private static async Task OrStopAllAsync(Func<Task> writer, CancellationTokenSource failed)
    {
        try
        {
            await Task.Run(writer);
        }
        catch
        {
            await failed.CancelAsync();
            throw;
        }
    }

    private async Task CloseAfterAsync(Task writers)
    {
        try
        {
            await writers;
        }
        finally
        {
            History.Close();
        }
    }

    private async Task FollowAsync(string scope, FeedView view)
    {
        ChannelReader<bool> news = History.NewsOf(scope);
        while (await news.WaitToReadAsync())
        {
            news.TryRead(out _);
            await view.AdvanceAsync();
        }
        await view.AdvanceAsync();
    }

    private async Task SeedAsync(string scope)
    {
        Change[] tanks = [.. Shape.TanksIn(scope).Select(tank => NewShared(tank, $$"""{"site":"{{scope}}","note":"","count":0}"""))];
        Change[] valves = [.. Shape.TanksIn(scope).Select(tank => NewShared(Shape.ValveOf(tank), $$"""{"tank_id":"{{tank.Key}}","note":"","count":0}"""))];
        long invoked = History.Tick();
        PushResponse answer = await Server.PushAsync(new PushRequest { DeviceId = "seed", Scope = scope, Changes = [.. tanks, .. valves] }, CallerOf("seed", scope));
        Assert.Equal(tanks.Length + valves.Length, answer.Applied.Count);
        foreach (AppliedChange applied in answer.Applied)
            History.Acknowledge(scope, new EntityId(applied.Entity, applied.ServerId), applied.NewVersion, isIncrement: false);
        Observation[] made = [.. answer.Applied.Select(applied => new Observation(new EntityId(applied.Entity, applied.ServerId), applied.NewVersion, 0))];
        History.Record(new SessionOperation { Session = $"seed of {scope}", Scope = scope, IsWrite = true, Invoked = invoked, Completed = History.Tick(), Observed = made });
    }

    private static Change NewShared(EntityId id, string data) =>
        new() { Entity = id.Type, ServerId = id.Key, Op = ChangeOp.Create, OfflineId = $"{id.Type}/{id.Key}", Data = FieldValues.Parse(data) };
}
