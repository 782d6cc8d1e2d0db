using Athens.Sync.EntityFrameworkCore.Tests.Stress.Sessions;
using Athens.Sync.Server;
using Athens.Sync.Wire;

namespace Athens.Sync.EntityFrameworkCore.Tests.Stress;

/// <summary>One reader's view of a scope, followed by checkpoint: an entity never comes twice in one version, nor in an older one.</summary>
internal sealed class FeedView(SyncServer server, SyncCaller caller, string session, string scope, Patience patience, History history)
{
    private const int PageEntities = 200;

    private readonly Dictionary<EntityId, long> versions = [];
    private string? checkpoint;

    public IReadOnlyDictionary<EntityId, long> Versions => versions;

    /// <summary>Reads to the end of the feed as it is now.</summary>
    public async Task AdvanceAsync()
    {
        long invoked = history.Tick();
        var observed = new List<Observation>();
        bool hasMore = true;
        while (hasMore)
        {
            var request = new PullRequest { Scope = scope, Checkpoint = checkpoint, Limit = PageEntities };
            PullResponse page = await patience.RunAsync(() => server.PullAsync(request, caller));
            foreach (PulledEntity entity in page.Changes)
                observed.Add(Take(entity));
            checkpoint = page.Checkpoint;
            hasMore = page.HasMore;
        }
        history.Record(new SessionOperation { Session = session, Scope = scope, Invoked = invoked, Completed = history.Tick(), Observed = observed });
    }

    private Observation Take(PulledEntity entity)
    {
        var id = new EntityId(entity.Entity, entity.ServerId);
        Assert.False(entity.Deleted, $"{id} is told as gone.");
        Assert.True(entity.Version > versions.GetValueOrDefault(id), $"{id} came as v{entity.Version} after v{versions.GetValueOrDefault(id)}.");
        versions[id] = entity.Version;
        return new Observation(id, entity.Version, entity.Data!.Find("count")?.GetInt64());
    }
}
