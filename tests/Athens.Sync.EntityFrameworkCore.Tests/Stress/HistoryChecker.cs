using Athens.Sync.EntityFrameworkCore.Tests.Stress.Sessions;
using Athens.Sync.Modeling;
using Athens.Sync.Server;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Tests.Stress;

/// <summary>Holds what the callers and the readers were told against what the database holds in the end.</summary>
internal static class HistoryChecker
{
    public static async Task CheckAsync(World world, IReadOnlyList<FeedView> views)
    {
        Assert.Empty(SessionCheck.Run(world.History.Operations).Take(20));
        await using StressContext context = world.NewContext();
        List<(EntityId Id, long Version, long? Count)> rows = await ReadAsync(context);
        CheckVersions(world.History, rows);
        CheckCounts(world.History, rows);
        Assert.Equal(world.Shape.Scopes * world.Shape.ReadersPerScope, views.Count);
        Dictionary<EntityId, long> held = rows.ToDictionary(row => row.Id, row => row.Version);
        for (int reader = 0; reader < world.Shape.ReadersPerScope; reader++)
            Assert.Equal(held, views.Where((_, n) => n % world.Shape.ReadersPerScope == reader).SelectMany(view => view.Versions).ToDictionary());
        foreach (string scope in world.Shape.ScopeNames)
            await CheckFeedAsync(world, scope);
        Assert.Equal(0, await context.Database.SqlQueryRaw<long>("SELECT COUNT(*) AS \"Value\" FROM athens_sync_changes WHERE outcome = ''").SingleAsync());
    }

    private static async Task<List<(EntityId Id, long Version, long? Count)>> ReadAsync(StressContext context)
    {
        List<Tank> tanks = await context.Tanks.AsNoTracking().ToListAsync();
        List<Valve> valves = await context.Valves.AsNoTracking().ToListAsync();
        List<Reading> readings = await context.Readings.AsNoTracking().ToListAsync();
        return
        [
            .. tanks.Select(t => (new EntityId("tank", t.Id), t.Version, (long?)t.Count)),
            .. valves.Select(v => (new EntityId("valve", v.Id), v.Version, (long?)v.Count)),
            .. readings.Select(r => (new EntityId("reading", r.Id), r.Version, (long?)null)),
        ];
    }

    /// <summary>Every version of every entity was given to one acknowledged write, and to one only: nothing lost, doubled or invented.</summary>
    private static void CheckVersions(History history, List<(EntityId Id, long Version, long? Count)> rows)
    {
        Assert.Equal(history.Versions.Count, rows.Count);
        foreach ((EntityId id, long version, _) in rows)
        {
            Assert.True(history.Versions.TryGetValue(id, out var acknowledged), $"{id} was acknowledged to nobody.");
            Assert.True(acknowledged.Count == version && acknowledged.Order().SequenceEqual(Versions(version)), $"{id} is at v{version}; acknowledged were {string.Join(", ", acknowledged.Order())}.");
        }
    }

    private static IEnumerable<long> Versions(long last) => Enumerable.Range(1, (int)last).Select(version => (long)version);

    /// <summary>No update is lost: each acknowledged increment is in the sum.</summary>
    private static void CheckCounts(History history, List<(EntityId Id, long Version, long? Count)> rows)
    {
        foreach ((EntityId id, _, long? count) in rows.Where(row => row.Count is not null))
            Assert.True(count == history.IncrementsOf(id), $"{id} counts {count}; {history.IncrementsOf(id)} increments were acknowledged.");
    }

    /// <summary>Each write of the feed took one number, and no number was taken for nothing.</summary>
    private static async Task CheckFeedAsync(World world, string scope)
    {
        FeedPage page = await world.Store.ReadFeedAsync(new FeedRequest { Scope = scope, Lane = Lanes.Default, After = 0, Limit = int.MaxValue });
        Assert.Equal(world.History.FeedWritesOf(scope), page.Counter);
        Assert.Equal(page.Counter, page.Entries[^1].Sequence);
        Assert.Equal(page.Entries.Count, page.Entries.Select(entry => entry.Sequence).Distinct().Count());
    }
}
