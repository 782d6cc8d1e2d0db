using Athens.Sync.Device;

namespace Athens.Sync.Tests.Scenarios.Planted;

/// <summary>Builds whose devices keep their books wrong.</summary>
internal static class DeviceBugs
{
    public static IEnumerable<PlantedBug> All =>
    [
        new("a change is dropped before its verdict", 30, "was saved, and is nowhere|that its user wrote", random => Items(item => item.Status is OutboxStatus.Syncing && random.Next(10) == 0, _ => null)),
        new("a save without its queue item", 30, "was saved, and is nowhere|that its user wrote|than the server holds", random => Items(item => item.Status is OutboxStatus.Pending && random.Next(10) == 0, _ => null)),
        new("a conflict is marked as synced", 30, "than the server holds|come to rest", _ => Items(item => item.Status is OutboxStatus.Conflict, item => item with { Status = OutboxStatus.Synced, Conflict = null })),
        new("a conflict is dropped", 30, "was saved, and is nowhere|come to rest", _ => Items(item => item.Status is OutboxStatus.Conflict, _ => null)),
        new("a rejected change is dropped", 100, "was saved, and is nowhere", _ => Items(item => item.Status is OutboxStatus.Failed, _ => null)),
        new("a save is acknowledged before it is durable", 30, "was saved, and is nowhere|that its user wrote", random => new Bug { Commit = async (store, commit) => (commit.PutItems.Any(i => i.Status is OutboxStatus.Pending) && random.Next(20) == 0) || await store.CommitAsync(commit) }),
        new("the checkpoint is committed before its rows, and the process stops between", 30, "does not show", random => Pages((store, commit) => store.CommitAsync(random.Next(8) > 0 ? commit : new DeviceCommit { State = commit.State }))),
        new("the last row of a page is not written", 30, "does not show", random => Pages((store, commit) => store.CommitAsync(random.Next(4) > 0 ? commit : commit with { PutReplicas = [.. commit.PutReplicas.SkipLast(1)] }))),
        new("a deleted entity is kept", 100, "which the server does not hold", _ => Pages((store, commit) => store.CommitAsync(commit with { PutReplicas = [.. commit.PutReplicas.Where(r => !r.IsDeleted)], DeleteReplicas = [] }))),
        new("a pull overwrites what waits to be sent", 100, "that its user wrote", _ => Pages((store, commit) => store.CommitAsync(commit with { PutReplicas = [.. commit.PutReplicas.Select(replica => replica.IsDeleted ? replica : replica with { Local = replica.Server })] }))),
        new("numbers begin anew", 30, "registered anew", _ => new Bug { Load = view => view with { State = view.State with { NextNumber = 1 } } }),
        new("an answer's version is kept for another state", 100, "than the server holds", _ => new Bug { Commit = (store, commit) => store.CommitAsync(commit with { PutReplicas = [.. commit.PutReplicas.Select(replica => Answered(replica, commit))] }) }),
        new("an unanswered change is never sent again", 30, "do not come to rest", _ => new Bug { Reads = filter => filter.Status is not OutboxStatus.Syncing }),
        new("a commit is forced through on an old look", 100, "that its user wrote|come to rest", _ => new Bug { Commit = ForceAsync }),
        new("a lost generation", 30, "by another generation", random => new Bug { Load = view => random.Next(20) == 0 ? view with { State = view.State with { Generation = $"g{random.Next()}" } } : view }),
    ];

    private static ReplicaEntity Answered(ReplicaEntity replica, DeviceCommit commit) =>
        commit.PutItems.LastOrDefault(item => item is { Status: OutboxStatus.Synced, IsShown: true } && item.Entity == replica.Id && item.ConfirmedVersion > replica.Version) is { } item
            ? replica with { Version = item.ConfirmedVersion!.Value }
            : replica;

    private static async Task<bool> ForceAsync(IDeviceStore store, DeviceCommit commit)
    {
        DeviceState held = (await store.LoadAsync(new DeviceQuery())).State;
        return await store.CommitAsync(commit with { State = commit.State with { Revision = held.Revision + 1 } });
    }

    private static Bug Items(Func<OutboxItem, bool> when, Func<OutboxItem, OutboxItem?> what) => new()
    {
        Commit = (store, commit) =>
        {
            OutboxItem[] hit = [.. commit.PutItems.Where(when)];
            // Such a build counts right what it does wrong.
            OutboxCounts counts = hit.Aggregate(commit.State.Counts, (sum, item) => sum.Add(item.Status, -1));
            return store.CommitAsync(commit with
            {
                State = commit.State with { Counts = hit.Select(what).OfType<OutboxItem>().Aggregate(counts, (sum, item) => sum.Add(item.Status, 1)) },
                PutItems = [.. commit.PutItems.Except(hit), .. hit.Select(what).OfType<OutboxItem>()],
                DeleteItems = [.. commit.DeleteItems, .. hit.Where(item => what(item) is null).Select(item => item.Position)],
            });
        },
    };

    private static Bug Pages(Func<IDeviceStore, DeviceCommit, Task<bool>> commitPage) => new()
    {
        Commit = async (store, commit) =>
        {
            DeviceState before = (await store.LoadAsync(new DeviceQuery())).State;
            bool isPage = !before.Checkpoints.OrderBy(c => c.Key, StringComparer.Ordinal).SequenceEqual(commit.State.Checkpoints.OrderBy(c => c.Key, StringComparer.Ordinal));
            return await (isPage && commit.PutReplicas.Count > 0 ? commitPage(store, commit) : store.CommitAsync(commit));
        },
    };
}
