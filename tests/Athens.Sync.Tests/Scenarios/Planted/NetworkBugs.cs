using Athens.Sync.Wire;

namespace Athens.Sync.Tests.Scenarios.Planted;

/// <summary>Builds whose devices send what they should not, or read an answer for what it is not.</summary>
internal static class NetworkBugs
{
    public static IEnumerable<PlantedBug> All =>
    [
        new("half a batch is sent, and all of it settled", 30, "come to rest|and the server never did it", _ => new Bug
        {
            Push = request => request with { Changes = [.. request.Changes.Take((request.Changes.Count + 1) / 2)] },
            Pushed = (request, response) => With(response, request.Changes.Skip((request.Changes.Count + 1) / 2).Where(c => c.ServerId is not null).Select(c => Settled(c.Entity, c.OfflineId, c.ServerId!, (c.ClientVersion ?? 0) + 1)), response.Conflicts),
        }),
        new("a conflict is taken for applied", 30, "and the server never did it", _ => new Bug { Pushed = (_, response) => With(response, response.Conflicts.Where(c => c.ServerId is not null).Select(c => Settled(c.Entity, c.OfflineId, c.ServerId!, c.ServerVersion ?? 1)), [.. response.Conflicts.Where(c => c.ServerId is null)]) }),
        new("the verdict of another change is taken", 100, "which the server does not hold|and the server never did it|and the server is at", _ => new Bug { Pushed = Swap }),
        new("a merged answer is taken for applied", 100, "than the server holds", _ => new Bug { Pushed = (_, response) => response with { Applied = [.. response.Applied.Select(a => a with { Status = AppliedStatus.Applied, Data = null })] } }),
        new("the rows of an earlier page are applied", 30, "does not show|and the server is at", StalePages),
        new("a tombstone is passed over", 100, "which the server does not hold", _ => new Bug { Pulled = (_, page) => page with { Changes = [.. page.Changes.Where(entity => !entity.Deleted)] } }),
        new("the base is what the server holds by now", 100, "which was taken in|what was taken in adds up to", PresentBases),
        new("untouched fields are sent along", 100, "what was taken in adds up to", UntouchedFields),
        new("a change is sent without its base", 100, "what was taken in adds up to", _ => new Bug { Push = request => request with { Changes = [.. request.Changes.Select(change => change with { Base = null })] } }) { Devices = 1 },
        new("a verdict is passed over", 30, "do not come to rest", random => new Bug { Pushed = (_, response) => response with { Applied = [.. response.Applied.SkipLast(1)] } }),
        new("a change is acknowledged that has no verdict yet", 30, "and the server never did it|registered anew", _ => new Bug { Push = request => request.Acknowledged is null ? request : request with { Acknowledged = request.Changes.Max(change => change.Number) ?? request.Acknowledged } }),
        new("batches are sent in reverse", 100, "met a conflict or a refusal", _ => new Bug { Push = request => request with { Changes = [.. request.Changes.Reverse()] } }) { Devices = 1 },
        new("a change is sent under a new key each time", 100, "registered anew|was taken in twice", NewKeys),
        new("a sent change is rebased", 30, "was sent otherwise than before", Rebased),
        new("a sent change is sent with another time", 30, "was sent otherwise than before", random => Again(change => change with { ChangedAt = change.ChangedAt?.AddSeconds(random.Next(1, 9)) })),
    ];

    private static Bug NewKeys(Random random)
    {
        var names = new Dictionary<string, string>();
        return new Bug
        {
            Push = request => request with
            {
                Changes = [.. request.Changes.Select(change =>
                {
                    string name = $"n{random.Next()}";
                    names[name] = change.OfflineId;
                    return change with { OfflineId = name };
                })],
            },
            Pushed = (_, response) => response with
            {
                Applied = [.. response.Applied.Select(o => o with { OfflineId = names[o.OfflineId] })],
                Conflicts = [.. response.Conflicts.Select(o => o with { OfflineId = names[o.OfflineId] })],
                Rejected = [.. response.Rejected.Select(o => o with { OfflineId = names[o.OfflineId] })],
            },
        };
    }

    /// <summary>What was sent before goes out otherwise.</summary>
    private static Bug Again(Func<Change, Change> otherwise)
    {
        var sent = new HashSet<string>();
        return new Bug { Push = request => request with { Changes = [.. request.Changes.Select(change => sent.Add(change.OfflineId) ? change : otherwise(change))] } };
    }

    /// <summary>Each change goes out otherwise than it was made, and the same each time.</summary>
    public static Bug FromItsFirstSendOn(Func<Change, Change> otherwise)
    {
        var sent = new Dictionary<(string, FieldValues), Change>();
        return new Bug
        {
            Push = request => request with
            {
                Changes = [.. request.Changes.Select(change => (sent.TryGetValue((change.OfflineId, change.Data), out Change? before) ? before : sent[(change.OfflineId, change.Data)] = otherwise(change)) with { Number = change.Number })],
            },
        };
    }

    private static Bug Rebased(Random random)
    {
        var known = new Dictionary<(string, string), FieldValues>();
        return Again(change => change.Base is { } old && Find(known, change) is { } now ? change with { Base = now.Where(old.ContainsKey) } : change) with
        {
            Pulled = (_, page) => Note(known, page),
        };
    }

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
        return FromItsFirstSendOn(change => change.Base is { } old && Find(known, change) is { } now ? change with { Base = now.Where(old.ContainsKey) } : change) with
        {
            Pulled = (_, page) => Note(known, page),
        };
    }

    private static Bug UntouchedFields(Random random)
    {
        var made = new Dictionary<(string, string), FieldValues>();
        return FromItsFirstSendOn(change => change is { Op: ChangeOp.Update, Entity: "job" } && Find(made, change)?.Where(name => name is "tags" or "counter" or "remark") is { } held
            ? change with { Data = held.With(change.Data) } : change) with
        {
            Pulled = (_, page) => Note(made, page),
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
