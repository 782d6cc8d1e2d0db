using System.Text.Json;
using Athens.Sync.Server;

namespace Athens.Sync.Tests.Scenarios.Planted;

/// <summary>Builds whose server takes changes in wrong, or tells of them wrong.</summary>
internal static class ServerBugs
{
    public static IEnumerable<PlantedBug> All =>
    [
        new("no idempotency", 30, "was taken in twice", _ => new Bug { Claim = (_, _) => new Dictionary<IdempotencyKey, IdempotencyRecord>(), Record = _ => null }),
        new("the record is written after the commit, and the process stops between", 100, "was taken in twice", random => new Bug { Record = record => random.Next(4) == 0 ? null : record }),
        new("the record is that of another change", 200, "come to rest", random => new Bug { Record = record => random.Next(4) == 0 ? record with { Outcome = record.Outcome with { ServerId = "0" } } : record }),
        new("the mark runs ahead of what the device acknowledged", 300, "registered anew|was taken in twice", _ => new Bug { Mark = mark => mark with { Acknowledged = mark.Acknowledged + 2 } }),
        new("no lock: what another has written meanwhile is not seen", 100, "was the last that was taken in|what was taken in last|than the server holds|which was taken in|what was taken in adds up to", StaleReads),
        new("a write is lost", 30, "was taken in and is not there|what was taken in last|adds up to", random => new Bug { Stage = entity => random.Next(10) == 0 ? null : entity }),
        new("the version is not raised", 30, ", and was at |what was taken in last", random => new Bug { Stage = entity => entity.Version > 1 && random.Next(4) == 0 ? entity with { Version = entity.Version - 1 } : entity }),
        new("an increment is counted twice", 30, "what was taken in adds up to|what was taken in last", _ => Counters((before, now) => now + (now - before))),
        new("a counter keeps the server's value", 30, "what was taken in adds up to|what was taken in last", random => Counters((before, now) => random.Next(4) == 0 ? before : now)),
        new("a union keeps one side", 30, "which was taken in|what was taken in last", random => new Bug { Stage = entity => random.Next(4) == 0 && entity.State.Find("tags") is { ValueKind: JsonValueKind.Array } tags && tags.GetArrayLength() > 1 ? entity with { State = entity.State.With("tags", JsonSerializer.SerializeToElement(tags.EnumerateArray().Skip(1))) } : entity }),
        new("a field is written that nobody sent", 30, "which nobody wrote", random => new Bug { Stage = entity => random.Next(10) == 0 && entity.State.ContainsKey("title") ? entity with { State = entity.State.With("title", JsonSerializer.SerializeToElement("w0invented")) } : entity }),
        new("the feed passes over a late commit", 30, "does not show", random => new Bug { Feed = page => page.Entries.Count > 1 && random.Next(6) == 0 ? page with { Entries = [.. page.Entries.SkipLast(1)] } : page }),
        new("the feed reads beyond its page", 30, "does not show|and the server is at", _ => new Bug { Feed = page => page with { ReadThrough = page.Counter } }),
        new("the feed tells of no tombstone", 100, "which the server does not hold", _ => new Bug { Feed = page => page with { Entries = [.. page.Entries.Where(entry => !entry.Entity.IsDeleted)] } }),
        new("the feed gives a former state under the present version", 30, "than the server holds", FormerStates),
        new("a delete leaves the row", 100, "is not deleted", _ => new Bug { Stage = entity => entity with { IsDeleted = false } }),
        new("a conflict is recorded as final", 200, "and the server never did it|do not come to rest", FinalConflicts),
        new("the version is trusted where the base says otherwise", 1000, "met a conflict or a refusal|which was taken in|what was taken in adds up to|and the server is at", TrustedVersions),
    ];

    /// <summary>What was claimed and not taken in is answered as taken in when it comes again.</summary>
    private static Bug FinalConflicts(Random random)
    {
        var sent = new Dictionary<string, Change>();
        var claimed = new HashSet<IdempotencyKey>();
        return new Bug
        {
            Push = request =>
            {
                foreach (Change change in request.Changes)
                    sent[change.OfflineId] = change;
                return request;
            },
            Claim = (keys, found) =>
            {
                Dictionary<IdempotencyKey, IdempotencyRecord> all = found.ToDictionary();
                foreach (IdempotencyKey key in keys.Where(key => !claimed.Add(key) && sent.ContainsKey(key.OfflineId)))
                    all.TryAdd(key, AsTakenIn(key, sent[key.OfflineId]));
                return all;
            },
        };
    }

    private static IdempotencyRecord AsTakenIn(IdempotencyKey key, Change change) => new()
    {
        Key = key,
        PayloadHash = PayloadHash.Of(change),
        Outcome = new AppliedChange { Entity = key.Entity, OfflineId = key.OfflineId, ServerId = change.ServerId ?? "0", NewVersion = (change.ClientVersion ?? 0) + 1, Status = AppliedStatus.Applied },
        RecordedAt = DateTimeOffset.UnixEpoch,
    };

    private static Bug TrustedVersions(Random random)
    {
        var held = new Dictionary<(string, string), ServerEntity>();
        return NetworkBugs.FromItsFirstSendOn(change => change is { Base: { } old, ServerId: { } key } && held.TryGetValue((change.Entity, key), out ServerEntity? now) && now.Version == change.ClientVersion
            ? change with { Base = now.State.Where(old.ContainsKey) } : change) with
        {
            Stage = entity => held[(entity.Id.Type, entity.Id.Key)] = entity,
        };
    }

    private static Bug StaleReads(Random random)
    {
        var seen = new Dictionary<EntityId, ServerEntity>();
        return new Bug
        {
            Lock = entity =>
            {
                ServerEntity read = random.Next(4) == 0 ? seen.GetValueOrDefault(entity.Id, entity) : entity;
                seen[entity.Id] = entity;
                return read;
            },
        };
    }

    private static Bug Counters(Func<decimal, decimal, decimal> wrong)
    {
        var held = new Dictionary<EntityId, decimal>();
        return new Bug
        {
            Stage = entity =>
            {
                if (entity.State.Find("counter") is not { ValueKind: JsonValueKind.Number } counter)
                    return entity;
                decimal value = wrong(held.GetValueOrDefault(entity.Id), counter.GetDecimal());
                held[entity.Id] = value;
                return entity with { State = entity.State.With("counter", JsonSerializer.SerializeToElement((long)value)) };
            },
        };
    }

    private static Bug FormerStates(Random random)
    {
        var former = new Dictionary<EntityId, FieldValues>();
        return new Bug
        {
            Feed = page => page with
            {
                Entries = [.. page.Entries.Select(entry =>
                {
                    FieldValues told = random.Next(4) == 0 ? former.GetValueOrDefault(entry.Entity.Id, entry.Entity.State) : entry.Entity.State;
                    former[entry.Entity.Id] = entry.Entity.State;
                    return entry with { Entity = entry.Entity with { State = told } };
                })],
            },
        };
    }
}
