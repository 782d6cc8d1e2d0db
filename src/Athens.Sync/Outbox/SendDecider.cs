using Athens.Sync.Changes;
using Athens.Sync.Device;
using Athens.Sync.Modeling;
using Athens.Sync.Replica;
using Athens.Sync.Wire;

namespace Athens.Sync.Outbox;

/// <summary>Takes the next batch out of the outbox: from here to its verdict a change is frozen.</summary>
internal static class SendDecider
{
    /// <summary>The most resolutions of one push; others go with the next.</summary>
    private const int ResolutionsMax = 100;

    /// <summary>The entities that the candidates are of and refer to.</summary>
    public static IReadOnlySet<EntityId> Involved(SyncModel model, IEnumerable<OutboxItem> candidates)
    {
        var involved = new HashSet<EntityId>();
        foreach (OutboxItem item in candidates)
        {
            involved.Add(item.Entity);
            involved.UnionWith(EnqueueDecider.References(model.Entity(item.Change.Entity), item.Change.Data));
        }
        return involved;
    }

    /// <summary>What must go with an urgent change: the earlier changes of its entity, and the creates of those that it refers to.</summary>
    public static IReadOnlyList<OutboxItem> Prerequisites(SyncModel model, DeviceView view, IReadOnlyList<OutboxItem> candidates)
    {
        HashSet<long> known = [.. candidates.Select(i => i.Position)];
        ILookup<EntityId, OutboxItem> others = view.Items.Where(i => i.IsSendable && !known.Contains(i.Position)).ToLookup(i => i.Entity);
        if (others.Count == 0)
            return [];
        return [.. candidates.SelectMany(urgent => Needed(model, others, urgent)).Where(i => known.Add(i.Position))];
    }

    private static IEnumerable<OutboxItem> Needed(SyncModel model, ILookup<EntityId, OutboxItem> items, OutboxItem by)
    {
        IEnumerable<OutboxItem> creates = EnqueueDecider.References(model.Entity(by.Change.Entity), by.Change.Data).SelectMany(id => items[id]).Where(i => i.Change.Makes);
        return items[by.Entity].Concat(creates).Where(i => i.Position < by.Position);
    }

    /// <summary>
    /// Freezes what can be sent, and marks what has turned out to wait for an undecided change. What builds on something under way is left
    /// for when that has its verdict, and so is a delete while the server gives a key to an entity of its type: the two may be one, and
    /// its user mean to keep the other (<see cref="ShownTwice"/>).
    /// </summary>
    /// <returns>The items to send, in order.</returns>
    public static IReadOnlyList<OutboxItem> Freeze(DeviceDraft draft, SyncModel model, IEnumerable<long> candidates, IReadOnlyCollection<OutboxItem> underWay)
    {
        var batch = new List<OutboxItem>();
        HashSet<EntityId> waits = [.. underWay.Select(item => item.Entity)];
        HashSet<string> made = [.. underWay.Where(item => item.Change.Makes && KeyAssignment.IsTemporary(model, item.Change.Entity, item.Change.ServerId)).Select(item => item.Change.Entity)];
        foreach (OutboxItem item in candidates.Select(draft.Item).OfType<OutboxItem>().Where(i => i.IsSendable))
        {
            if (waits.Count > 0 && (Involved(model, [item]).Any(waits.Contains) || (item is { Status: OutboxStatus.Pending, Change.Op: ChangeOp.Delete } && made.Contains(item.Change.Entity))))
                waits.Add(item.Entity);
            else if (item.Status is OutboxStatus.Syncing)
                batch.Add(Sent(draft, item.Change.Number is null ? Number(draft, item) : item));
            else if (EnqueueDecider.Blocker(draft, model.Entity(item.Change.Entity), item.Entity, item.Change.Data, item.Position) is { } blocker)
                draft.Put(item with { BlockedBy = blocker });
            else
                batch.Add(Sent(draft, Number(draft, item)));
        }
        return batch;
    }

    /// <summary>The request that carries a batch, after one that is under way.</summary>
    public static PushRequest Request(DeviceState state, SyncModel model, IReadOnlyList<OutboxItem> batch, IReadOnlyList<OutboxItem> underWay, string? scope, DateTimeOffset now) => new()
    {
        DeviceId = state.DeviceId,
        ClientTime = now,
        Scope = scope,
        Epoch = state.Epoch,
        SchemaVersion = model.SchemaVersion,
        FormerDeviceId = state.FormerDeviceId,
        Generation = state.Generation,
        Acknowledged = batch.Concat(underWay).Select(item => item.Change.Number!.Value).Concat(state.Held).Append(state.NextNumber).Min() - 1,
        Resolutions = [.. state.Resolutions.Take(ResolutionsMax)],
        Keys = Keys(model, batch),
        Changes = [.. batch.Select(i => i.Wire)],
    };

    /// <summary>What was sent before the server had given the keys that it names goes out as it was, and these beside it.</summary>
    private static AssignedKey[]? Keys(SyncModel model, IEnumerable<OutboxItem> batch)
    {
        AssignedKey[] keys = [.. batch.Where(item => item.Sent is not null).SelectMany(item => Keys(model, item)).Distinct()];
        return keys.Length > 0 ? keys : null;
    }

    private static IEnumerable<AssignedKey> Keys(SyncModel model, OutboxItem item) => KeyMap.Named(model.Entity(item.Change.Entity), model.Upcast(item.Sent!, item.Sent!.SchemaVersion ?? 1))
        .Zip(KeyMap.Named(model.Entity(item.Change.Entity), item.Change))
        .Where(pair => pair.First != pair.Second && pair.First.Type == pair.Second.Type)
        .Select(pair => new AssignedKey(pair.First.Type, pair.First.Key, pair.Second.Key));

    private static OutboxItem Number(DeviceDraft draft, OutboxItem item)
    {
        long number = draft.State.NextNumber;
        draft.State = draft.State with { NextNumber = number + 1 };
        return item with { Status = OutboxStatus.Syncing, Generation = draft.State.Generation, Change = item.Change with { Number = number } };
    }

    private static OutboxItem Sent(DeviceDraft draft, OutboxItem item)
    {
        OutboxItem sent = item with { Attempts = item.Attempts + 1 };
        draft.Put(sent);
        return sent;
    }
}
