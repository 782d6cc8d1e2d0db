using Athens.Sync.Wire;

namespace Athens.Sync.Tests.Scenarios.Planted;

/// <summary>Builds whose devices send what they should not, or read an answer for what it is not.</summary>
internal static class NetworkBugs
{
    public static IEnumerable<PlantedBug> All =>
    [
        new("half a batch is sent, and all of it settled", 30, "which the server does not hold", _ => new Bug
        {
            Push = request => request with { Changes = [.. request.Changes.Take((request.Changes.Count + 1) / 2)] },
            Pushed = (request, response) => With(response, request.Changes.Skip((request.Changes.Count + 1) / 2).Where(c => c.ServerId is not null).Select(c => Settled(c.Entity, c.OfflineId, c.ServerId!, (c.ClientVersion ?? 0) + 1)), response.Conflicts),
        }),
        new("a conflict is taken for applied", 300, "than the server holds", _ => new Bug { Pushed = (_, response) => With(response, response.Conflicts.Where(c => c.ServerId is not null).Select(c => Settled(c.Entity, c.OfflineId, c.ServerId!, c.ServerVersion ?? 1)), [.. response.Conflicts.Where(c => c.ServerId is null)]) }),
        new("the verdict of another change is taken", 1000, "do not come to rest", _ => new Bug { Pushed = Swap }),
        new("a merged answer is taken for applied", 1000, "than the server holds", _ => new Bug { Pushed = (_, response) => response with { Applied = [.. response.Applied.Select(a => a with { Status = AppliedStatus.Applied, Data = null })] } }),
        new("the rows of an earlier page are applied", 100, "does not show", StalePages),
        new("a tombstone is passed over", 200, "which the server does not hold", _ => new Bug { Pulled = (_, page) => page with { Changes = [.. page.Changes.Where(entity => !entity.Deleted)] } }),
        new("the base is what the server holds by now", 300, "which was taken in", PresentBases),
        new("untouched fields are sent along", 300, "what was taken in adds up to", UntouchedFields),
        new("a change is sent without its base", 200, "what was taken in adds up to", _ => new Bug { Push = request => request with { Changes = [.. request.Changes.Select(change => change with { Base = null })] } }) { Devices = 1 },
        new("a verdict is passed over", 30, "do not come to rest", random => new Bug { Pushed = (_, response) => response with { Applied = [.. response.Applied.SkipLast(1)] } }),
    ];

    private static PushResponse With(PushResponse response, IEnumerable<AppliedChange> more, IReadOnlyList<ConflictedChange> conflicts)
    {
        AppliedChange[] applied = [.. response.Applied, .. more];
        return response with { Applied = applied, Conflicts = conflicts, Summary = new PushSummary(applied.Length + conflicts.Count + response.Rejected.Count, applied.Length, conflicts.Count, response.Rejected.Count) };
    }

    private static AppliedChange Settled(string type, string offlineId, string key, long version) =>
        new() { Entity = type, OfflineId = offlineId, ServerId = key, NewVersion = version, Status = AppliedStatus.Applied };

    private static PushResponse Swap(PushRequest request, PushResponse response)
    {
        if (response.Applied is not [{ } applied, ..] || response.Conflicts.FirstOrDefault(c => c.Entity == applied.Entity && c.ServerId is not null) is not { } conflict)
            return response;
        AppliedChange wrong = Settled(conflict.Entity, conflict.OfflineId, conflict.ServerId!, conflict.ServerVersion ?? 1);
        ConflictedChange other = conflict with { OfflineId = applied.OfflineId, ServerId = applied.ServerId };
        return response with { Applied = [wrong, .. response.Applied.Skip(1)], Conflicts = [.. response.Conflicts.Where(c => c != conflict), other] };
    }

    private static Bug StalePages(Random random)
    {
        var former = new Dictionary<string, IReadOnlyList<PulledEntity>>();
        return new Bug
        {
            Pulled = (request, page) =>
            {
                string track = $"{request.Scope}/{request.Lane}";
                IReadOnlyList<PulledEntity> rows = random.Next(6) == 0 ? former.GetValueOrDefault(track, page.Changes) : page.Changes;
                former[track] = page.Changes;
                return page with { Changes = rows };
            },
        };
    }

    private static Bug PresentBases(Random random)
    {
        var known = new Dictionary<(string, string), FieldValues>();
        return new Bug
        {
            Pulled = (_, page) => Note(known, page),
            Push = request => request with { Changes = [.. request.Changes.Select(change => change.Base is { } old && Find(known, change) is { } now ? change with { Base = now.Where(old.ContainsKey) } : change)] },
        };
    }

    private static Bug UntouchedFields(Random random)
    {
        var made = new Dictionary<(string, string), FieldValues>();
        return new Bug
        {
            Pulled = (_, page) => Note(made, page),
            Push = request => request with
            {
                Changes = [.. request.Changes.Select(change => change is { Op: ChangeOp.Update, Entity: "job" } && Find(made, change)?.Where(name => name is "tags" or "counter" or "remark") is { } held
                    ? change with { Data = held.With(change.Data) } : change)],
            },
        };
    }

    private static PullResponse Note(Dictionary<(string, string), FieldValues> known, PullResponse page)
    {
        foreach (PulledEntity entity in page.Changes)
        {
            if (entity.Data is { } data)
                known[(entity.Entity, entity.ServerId)] = data;
        }
        return page;
    }

    private static FieldValues? Find(Dictionary<(string, string), FieldValues> known, Change change) =>
        change.ServerId is { } key ? known.GetValueOrDefault((change.Entity, key)) : null;
}
