using System.Text.Json;
using Athens.Sync.Device;
using Athens.Sync.Replica;
using Athens.Sync.Wire;

namespace Athens.Sync.Outbox;

/// <summary>Takes the verdicts on a batch into the outbox and the replica.</summary>
internal sealed class SettleDecider
{
    private readonly DeviceDraft draft;
    private readonly SyncModel model;
    private readonly DateTimeOffset now;

    private SettleDecider(DeviceDraft draft, SyncModel model, DateTimeOffset now)
    {
        this.draft = draft;
        this.model = model;
        this.now = now;
    }

    /// <param name="draft">The look, with the sent items and everything of their entities.</param>
    /// <param name="model">The entity types.</param>
    /// <param name="sent">The items as they were sent.</param>
    /// <param name="request">What was sent with them.</param>
    /// <param name="response">The server's answer.</param>
    /// <param name="now">The device's clock.</param>
    public static void Settle(DeviceDraft draft, SyncModel model, IReadOnlyList<OutboxItem> sent, PushRequest request, PushResponse response, DateTimeOffset now)
    {
        var verdicts = response.Applied.Cast<Outcome>().Concat(response.Conflicts).Concat(response.Rejected)
            .ToDictionary(o => (o.Entity, o.OfflineId));
        var decider = new SettleDecider(draft, model, now);
        if (KeyAssignment.Of(model, request, response) is { Count: > 0 } keys)
            KeyAssignment.Apply(draft, model, keys);
        foreach (OutboxItem item in sent)
        {
            if (draft.Item(item.Position) is { Status: OutboxStatus.Syncing } current && current.Change.OfflineId == item.Change.OfflineId)
                decider.Settle(current, verdicts[(item.Change.Entity, item.Change.OfflineId)]);
        }
        foreach (EntityId id in sent.Select(i => draft.Item(i.Position)?.Entity ?? i.Entity).Distinct())
            Overlay.Refresh(draft, model, id);
        draft.State = draft.State with
        {
            Epoch = draft.State.Epoch ?? response.Epoch,
            Resolutions = [.. draft.State.Resolutions.Where(r => !request.Resolutions.Contains(r))],
        };
    }

    /// <summary>Takes a change that keeps failing out of the way of the others. It is kept, and shown as refused.</summary>
    public static void SetAside(DeviceDraft draft, SyncModel model, OutboxItem item, string why, DateTimeOffset now)
    {
        if (draft.Item(item.Position) is not { Status: OutboxStatus.Syncing } current)
            return;
        if (current.Change.Number is { } number && current.Generation == draft.State.Generation)
            draft.State = draft.State with { SetAside = [.. draft.State.SetAside, number] };
        new SettleDecider(draft, model, now).Settle(current with { IsSetAside = true }, new RejectedChange
        {
            Entity = item.Change.Entity,
            OfflineId = item.Change.OfflineId,
            Reason = RejectionReason.ValidationError,
            Detail = Json.Of(why),
        });
        Overlay.Refresh(draft, model, item.Entity);
    }

    private void Settle(OutboxItem item, Outcome verdict)
    {
        switch (verdict)
        {
            case AppliedChange applied:
                Confirm(item, applied);
                break;
            case ConflictedChange { Reason: ConflictReason.PredecessorUnresolved }:
                PutBack(item);
                break;
            case ConflictedChange conflict:
                draft.Put(item with { Status = OutboxStatus.Conflict, Conflict = conflict, Round = draft.State.Round, SettledAt = now });
                Block(item);
                break;
            case RejectedChange rejection:
                draft.Put(item with { Status = OutboxStatus.Failed, Rejection = rejection, SettledAt = now });
                Block(item);
                break;
        }
    }

    private void Confirm(OutboxItem item, AppliedChange applied)
    {
        var settled = item with
        {
            Status = OutboxStatus.Synced,
            SettledAt = now,
            ConfirmedVersion = applied.NewVersion,
            Result = item.Change.Data.With(applied.Data ?? FieldValues.Empty),
        };
        bool isTakenIn = TakesIn(settled, applied.Status);
        draft.Put(settled with { IsShown = !isTakenIn });
        if (!isTakenIn && (applied.Status is AppliedStatus.AlreadyApplied || item.Change.Op is ChangeOp.Delete))
            draft.State = draft.State with { Replays = draft.State.Replays + 1 };
        if (applied.Status is AppliedStatus.Applied)
            CountOn(item, applied);
    }

    /// <summary>
    /// Moves the replica's server state on, when this change made the next version of it; any other comes only by a pull.
    /// A merged change may have found its values there already, in a version that is somebody else's. As long as a fresh pull has not
    /// told of the replica, it is of what the server was before: under its key and version there may be something else by now.
    /// </summary>
    /// <returns>True when the replica holds what the change did, so that the item need not be shown over it.</returns>
    private bool TakesIn(OutboxItem item, AppliedStatus status)
    {
        if (draft.Replica(item.Entity) is not { } replica)
            return true;
        if (replica.Version > 0 && replica.Round != draft.State.Round)
            return false;
        if (item.ConfirmedVersion <= replica.Version)
            return true;
        if (status is not AppliedStatus.Applied || item.ConfirmedVersion != replica.Version + 1)
            return false;
        draft.Put(replica with
        {
            Server = (item.Change.Makes || replica.Server is null ? FieldValues.Empty : replica.Server).With(item.Result!),
            IsDeleted = item.Change.Op is ChangeOp.Delete,
            IsDeletedHere = item.Change.Op is ChangeOp.Delete,
            Version = item.ConfirmedVersion.Value,
            Round = draft.State.Round,
        });
        return true;
    }

    /// <summary>A change never sent that was made on the same version as this one is now made on this one's result, also where the server wrote a value in its own way.</summary>
    private void CountOn(OutboxItem item, AppliedChange applied)
    {
        foreach (OutboxItem next in Unsent(item).Where(next => next.Change.ClientVersion == item.Change.ClientVersion))
            draft.Put(next with { Change = next.Change with { ClientVersion = applied.NewVersion, Base = Told(next.Change.Base, item.Change.Data, applied.Data) } });
    }

    private static FieldValues? Told(FieldValues? replaced, FieldValues sent, FieldValues? told) => told is null ? replaced : replaced?.With(told.Where(name =>
        replaced.TryGetValue(name, out JsonElement value) && sent.TryGetValue(name, out JsonElement written) && JsonElement.DeepEquals(value, written)));

    private void Block(OutboxItem item)
    {
        foreach (OutboxItem next in Unsent(item))
            draft.Put(next with { BlockedBy = item.Entity.ToString() });
    }

    /// <summary>It was not tried, so it is as if it had never been sent; it waits for what it builds on.</summary>
    private void PutBack(OutboxItem item)
    {
        var back = item with { Status = OutboxStatus.Pending, Sent = null, Change = item.Change with { Number = null } };
        string? blocker = EnqueueDecider.Blocker(draft, model.Entity(item.Change.Entity), item.Entity, item.Change.Data, item.Position);
        draft.Put(back with { BlockedBy = blocker });
    }

    private List<OutboxItem> Unsent(OutboxItem item) =>
        [.. draft.ItemsOf(item.Entity).Where(i => i.Position > item.Position && i.Status is OutboxStatus.Pending)];
}
