using Athens.Sync.EntityFrameworkCore.Tests.Stress.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Athens.Sync.EntityFrameworkCore.Tests.Stress;

/// <summary>
/// App code as pushes do not write: it saves twice in one transaction, children before parents and both from the last key to the
/// first. It runs its own transaction again where that lost a race.
/// </summary>
internal sealed class AppWriter
{
    private const int AttemptsMax = 200;

    private readonly World world;
    private readonly string session;
    private readonly string scope;
    private readonly Random random;

    public AppWriter(World world, int number)
    {
        this.world = world;
        session = $"app{number}";
        scope = world.Shape.ScopeNames[number % world.Shape.Scopes];
        random = new Random(-1 - number);
    }

    public async Task RunAsync(Func<bool> isOver)
    {
        while (!isOver())
        {
            string[] tanks = [.. world.Shape.TanksIn(scope).Select(tank => tank.Key).OrderBy(_ => random.Next()).Take(3).OrderDescending(StringComparer.Ordinal)];
            await RetryAsync(() => WriteAsync(tanks));
        }
    }

    private async Task RetryAsync(Func<Task> transaction)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await transaction();
                return;
            }
            catch (Exception exception) when (HasLostARace(exception) && attempt < AttemptsMax)
            {
                world.History.NoteRetry();
            }
        }
    }

    private static bool HasLostARace(Exception? exception) =>
        exception is DbUpdateConcurrencyException or PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected }
        || exception is not null && HasLostARace(exception.InnerException);

    private async Task WriteAsync(string[] keys)
    {
        long invoked = world.History.Tick();
        await using StressContext context = world.NewContext();
        await using IDbContextTransaction transaction = await context.Database.BeginTransactionAsync();
        var written = new List<(Observation Made, bool IsFeedWrite)>();
        foreach (string key in keys)
        {
            Valve valve = await context.Valves.SingleAsync(v => v.TankId == key);
            valve.Count++;
            await context.SaveChangesAsync();
            written.Add((new Observation(new EntityId("valve", valve.Id), valve.Version, valve.Count, 1), true));
            Tank tank = await context.Tanks.SingleAsync(t => t.Id == key);
            written.AddRange(await SaveTwiceAsync(context, tank));
        }
        await transaction.CommitAsync();
        Observation[] made = [.. written.Select(write => write.Made)];
        world.History.Record(new SessionOperation { Session = session, Scope = scope, IsWrite = true, Invoked = invoked, Completed = world.History.Tick(), Observed = made });
        foreach ((Observation write, bool isFeedWrite) in written)
            world.History.Acknowledge(scope, write.Id, write.Version, isIncrement: true, isFeedWrite);
    }

    /// <summary>Two versions of it, of which the feed tells the last.</summary>
    private static async Task<IEnumerable<(Observation Made, bool IsFeedWrite)>> SaveTwiceAsync(StressContext context, Tank tank)
    {
        var id = new EntityId("tank", tank.Id);
        tank.Count++;
        await context.SaveChangesAsync();
        var first = new Observation(id, tank.Version, tank.Count, 1);
        tank.Count++;
        await context.SaveChangesAsync();
        return [(first, false), (new Observation(id, tank.Version, tank.Count, 1), true)];
    }
}
