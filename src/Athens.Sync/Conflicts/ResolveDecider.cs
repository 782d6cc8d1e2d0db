using System.Text.Json;
using Athens.Sync.Device;
using Athens.Sync.Merging;
using Athens.Sync.Modeling;
using Athens.Sync.Replica;

namespace Athens.Sync.Conflicts;

/// <summary>Carries a person's decision out: closes the change, and puts what follows from it in its place.</summary>
internal sealed class ResolveDecider
{
    private readonly DeviceDraft draft;
    private readonly SyncModel model;
    private readonly EntityModel entity;
    private readonly OutboxItem item;
    private readonly Resolution resolution;
    private readonly DateTimeOffset now;

    private ResolveDecider(DeviceDraft draft, SyncModel model, OutboxItem item, Resolution resolution, DateTimeOffset now)
    {
        this.draft = draft;
        this.model = model;
        entity = model.Entity(item.Change.Entity);
        this.item = item;
        this.resolution = resolution;
        this.now = now;
    }

    private ConflictedChange? Conflict => item.Conflict;

    private FieldValues Server => Conflict?.ServerState ?? draft.Replica(item.Entity)?.Server ?? FieldValues.Empty;

    /// <summary>What the command must see.</summary>
    public static DeviceQuery Query(OutboxItem item) =>
        new() { Positions = [item.Position], Entities = [item.Entity], BlockedBy = [item.Entity] };

    /// <exception cref="ConflictUnresolvedException">The change is not in conflict (any more), or the merge leaves fields open.</exception>
    public static void Resolve(DeviceDraft draft, SyncModel model, OutboxItem seen, Resolution resolution, string offlineId, DateTimeOffset now)
    {
        if (draft.Item(seen.Position) is not { Status: OutboxStatus.Conflict or OutboxStatus.Failed } item || item.Change.OfflineId != seen.Change.OfflineId)
            throw new ConflictUnresolvedException($"The change {seen.Change.OfflineId} of {seen.Entity} does not wait for a decision.");
        var decider = new ResolveDecider(draft, model, item, resolution, now);
        if (resolution.Kind is ResolutionKind.KeepMine or ResolutionKind.Merge)
            decider.Send(offlineId);
        else
            decider.Drop();
        decider.Release();
        decider.Unblock();
        Overlay.Refresh(draft, model, item.Entity);
    }

    private void Send(string offlineId)
    {
        if (item.IsSetAside && resolution.Merged is { Count: > 0 })
            throw new ConflictUnresolvedException($"The change {item.Change.OfflineId} of {item.Entity} was set aside without a verdict: keep or discard it, and edit the entity again.");
        if (IsFrozen)
            TryAgain();
        else
            SendAgain(offlineId);
    }

    /// <summary>
    /// True when the server may have taken the change in and, if so, still knows it. Then it goes out as it was, for under a new id it
    /// would be another change. Of another generation it is known under the device's former id.
    /// </summary>
    private bool IsFrozen => item.IsSetAside && (item.Generation != draft.State.Generation || draft.State.Held.Contains(item.Change.Number ?? 0));

    private void TryAgain()
    {
        bool isNumbered = item.Generation == draft.State.Generation;
        draft.Put(item with
        {
            Status = OutboxStatus.Syncing,
            IsSetAside = false,
            Attempts = 0,
            SettledAt = null,
            Rejection = null,
            Generation = isNumbered ? item.Generation : null,
            Change = isNumbered ? item.Change : item.Change with { Number = null },
        });
    }

    /// <summary>Once it is decided, nothing waits for the verdict any more.</summary>
    private void Release()
    {
        if (item is { IsSetAside: true, Change.Number: { } number } && item.Generation == draft.State.Generation)
            draft.State = draft.State with { SetAside = [.. draft.State.SetAside.Where(held => held != number)] };
    }

    /// <summary>The values go out again under a new id, made on what the server answered with; in the same place of the outbox.</summary>
    private void SendAgain(string offlineId)
    {
        FieldValues data = resolution.Kind is ResolutionKind.Merge ? item.Change.Data.With(MergedFields()) : item.Change.Data;
        Close();
        draft.Put(item with
        {
            Status = OutboxStatus.Pending,
            IsSetAside = false,
            Attempts = 0,
            SettledAt = null,
            Conflict = null,
            Rejection = null,
            BlockedBy = null,
            Change = Again(data, offlineId),
            Sent = null,
        });
    }

    private Change Again(FieldValues data, string offlineId)
    {
        bool isThere = Conflict?.ServerVersion is > 0 || draft.Replica(item.Entity) is { Version: > 0 };
        bool becomesUpdate = item.Change.Op is ChangeOp.Create && isThere;
        return item.Change with
        {
            OfflineId = offlineId,
            Number = null,
            Op = becomesUpdate ? ChangeOp.Update : item.Change.Op,
            Data = becomesUpdate ? data.Where(IsToSend) : data,
            ClientVersion = Conflict?.ServerVersion ?? item.Change.ClientVersion,
            Base = isThere ? Replaced(data, becomesUpdate) : item.Change.Base,
            Resolves = new ResolvedConflict { OfflineId = item.Change.OfflineId, Resolution = resolution.Kind, At = now },
        };
    }

    /// <summary>
    /// What was decided on replaces the server's value. Every other field keeps the base that it was made on: with the
    /// server's in its place, what others did to it meanwhile would read as taken back.
    /// </summary>
    private FieldValues Replaced(FieldValues data, bool becomesUpdate) =>
        (item.Change.Base ?? FieldValues.Empty).With(Server.Where(name => Conflict?.Fields.ContainsKey(name) == true || (becomesUpdate && data.ContainsKey(name))));

    /// <summary>A create that met an entity goes on as an update: it says what may be changed and differs.</summary>
    private bool IsToSend(string name) =>
        entity.Find(name) is { Access: FieldAccess.Writable } field && !field.AreEqual(item.Change.Data.Find(name), Server.Find(name));

    private FieldValues MergedFields()
    {
        (FieldValues merged, IReadOnlyList<string> left) = Conflict is null ? (FieldValues.Empty, []) : AutoMerge.Of(entity, Conflict);
        FieldValues given = resolution.Merged ?? FieldValues.Empty;
        List<string> open = [.. left.Where(name => !given.ContainsKey(name))];
        return open.Count == 0
            ? merged.With(given)
            : throw new ConflictUnresolvedException($"{string.Join(", ", open)} of {item.Entity} cannot be merged without a person: give the values.");
    }

    private void Drop()
    {
        draft.Put(Closed(item.Position));
        draft.State = draft.State with
        {
            Resolutions = [.. draft.State.Resolutions, new ResolvedConflict
            {
                OfflineId = item.Change.OfflineId,
                Entity = item.Change.Entity,
                ServerId = item.Change.ServerId,
                Resolution = resolution.Kind,
                At = now,
            }],
        };
        Adopt();
        foreach (OutboxItem next in Successors())
            Ask(next);
    }

    /// <summary>
    /// The answer held the whole state, so the replica need not wait for a pull to show it. If the replica was pulled afresh since, the answer
    /// may be of a history that the server has lost, and its version stand for something else.
    /// </summary>
    private void Adopt()
    {
        if (item.Round != draft.State.Round)
            return;
        if (Conflict is not { ServerState: { } state, ServerVersion: { } version } || draft.Replica(item.Entity) is not { } replica || version <= replica.Version)
            return;
        draft.Put(replica with { Version = version, Server = state, IsDeleted = Conflict.Reason is ConflictReason.DeletedOnServer });
        Overlay.TakeIn(draft, model, item.Entity, version);
    }

    /// <summary>What was made on the dropped change is made on the server's state now; whether it still holds is for a person to say.</summary>
    private void Ask(OutboxItem next)
    {
        ReplicaEntity? replica = draft.Replica(item.Entity);
        FieldValues server = replica?.Server ?? FieldValues.Empty;
        long version = replica?.Version ?? 0;
        draft.Put(next with
        {
            Status = OutboxStatus.Conflict,
            Round = replica?.Round ?? draft.State.Round,
            BlockedBy = null,
            SettledAt = now,
            Conflict = new ConflictedChange
            {
                Entity = next.Change.Entity,
                OfflineId = next.Change.OfflineId,
                ServerId = next.Change.ServerId,
                Reason = ConflictReason.PredecessorUnresolved,
                ClientVersion = next.Change.ClientVersion,
                ServerVersion = version > 0 ? version : null,
                Detail = "The change that this one was made on was dropped.",
                ServerState = version > 0 ? server : null,
                Fields = Open(next.Change, server).ToDictionary(field => field.Name, field => new FieldConflict
                {
                    Client = next.Change.Data[field.Name],
                    Server = server.Find(field.Name) ?? Json.Null,
                    Base = next.Change.Base?.Find(field.Name),
                    MergeHint = field.Strategy.Name,
                }),
            },
        });
    }

    /// <summary>The fields of a change that do not go together with the server's state.</summary>
    private IEnumerable<FieldModel> Open(Change change, FieldValues server) => entity.Fields.Where(field =>
        change.Data.TryGetValue(field.Name, out JsonElement client) && field.Merge(new MergeInput
        {
            Base = change.Base?.Find(field.Name),
            HasBase = change.Base is not null,
            Client = client,
            Server = server.Find(field.Name),
            Kind = field.Kind,
        }).Row is MergeRow.Conflict);

    private List<OutboxItem> Successors() =>
        [.. draft.ItemsOf(item.Entity).Where(i => i.Position > item.Position && i.Status is OutboxStatus.Pending)];

    /// <summary>Keeps the closed change, with its conflict, as history.</summary>
    private void Close()
    {
        OutboxItem closed = Closed(draft.NextPosition());
        draft.Put(closed);
        KeyAssignment.Note(draft, model, closed);
    }

    private OutboxItem Closed(long position) =>
        item with { Position = position, Status = OutboxStatus.Synced, IsSetAside = false, IsShown = false, BlockedBy = null, SettledAt = now };

    private void Unblock()
    {
        foreach (OutboxItem next in draft.Items.Where(i => i.BlockedBy == item.Entity.ToString()).ToList())
            draft.Put(next with { BlockedBy = null });
    }
}
