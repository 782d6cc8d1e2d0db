using System.Text.Json;
using Athens.Sync.Device;
using Athens.Sync.Modeling;
using Athens.Sync.Wire;

namespace Athens.Sync.Replica;

/// <summary>Takes a page of the feed into the replica, together with its checkpoint.</summary>
internal static class PageDecider
{
    /// <summary>What the command must see: the page's entities and their parents, and what waits for a parent.</summary>
    public static DeviceQuery Query(SyncModel model, PullResponse page) => new()
    {
        Entities = [.. page.Changes.Where(c => model.Find(c.Entity) is not null).SelectMany(c => Ids(model, c)).Distinct()],
        AwaitingParent = true,
    };

    /// <summary>Where the checkpoint of a scope and lane is kept.</summary>
    public static string Track(string? scope, string lane) => $"{scope}/{lane}";

    /// <returns>False when the page does not continue from where the replica is: nothing was taken.</returns>
    public static bool Apply(DeviceDraft draft, SyncModel model, PullRequest request, PullResponse page)
    {
        string track = Track(request.Scope, request.Lane);
        if (draft.State.Checkpoints.GetValueOrDefault(track) != request.Checkpoint || !IsOfTheHistory(draft.State, page))
            return false;
        foreach (PulledEntity pulled in page.Changes.Where(c => model.Find(c.Entity) is not null))
            Take(draft, model, page.Scope, pulled);
        ReleaseChildren(draft, model);
        draft.State = draft.State with
        {
            Epoch = page.Epoch,
            FormerEpoch = null,
            OffersAgain = draft.State.OffersAgain || (draft.State.FormerEpoch is { } former && former != page.Epoch),
            Checkpoints = new Dictionary<string, string>(draft.State.Checkpoints) { [track] = page.Checkpoint },
            DataAsOf = page.HasMore ? draft.State.DataAsOf : page.ServerTime ?? draft.State.DataAsOf,
        };
        return true;
    }

    /// <summary>False for a page of another history than the replica is of. A server tells that of a feed that goes on, and cannot of one that begins.</summary>
    public static bool IsOfTheHistory(DeviceState state, PullResponse page) => state.Epoch is null || state.Epoch == page.Epoch;

    private static IEnumerable<EntityId> Ids(SyncModel model, PulledEntity pulled)
    {
        yield return new EntityId(pulled.Entity, pulled.ServerId);
        if (ParentOf(model.Entity(pulled.Entity), pulled.Data) is { } parent)
            yield return parent;
    }

    private static void Take(DeviceDraft draft, SyncModel model, string scope, PulledEntity pulled)
    {
        var id = new EntityId(pulled.Entity, pulled.ServerId);
        ReplicaEntity replica = draft.Replica(id) ?? new ReplicaEntity { Type = id.Type, Key = id.Key };
        if (!(pulled.Left ? IsExit(replica, scope, pulled) : IsNews(draft, replica, scope, pulled)))
            return;
        // What this news ends, below, was shown too: it stays so.
        bool isShown = draft.ItemsOf(id).Any(item => item.IsShown);
        draft.Put(replica with
        {
            Version = pulled.Left ? Math.Max(pulled.Version, replica.Version) : pulled.Version,
            Scope = pulled.Left ? null : scope,
            Server = pulled.Deleted ? replica.Server : pulled.Data ?? FieldValues.Empty,
            IsDeleted = pulled.Deleted,
            IsDeletedHere = replica.IsDeletedHere && pulled.Deleted && pulled.Version == replica.Version,
            Round = draft.State.Round,
            AwaitsParent = !pulled.Deleted && ParentOf(model.Entity(id.Type), pulled.Data) is { } parent && draft.Replica(parent) is null && !isShown,
        });
        Overlay.TakeIn(draft, model, id, pulled.Version);
        Overlay.Refresh(draft, model, id);
    }

    /// <summary>An exit counts as long as no other scope has told of the entity since: whichever of the two feeds is pulled first.</summary>
    private static bool IsExit(ReplicaEntity replica, string scope, PulledEntity pulled) =>
        replica.Scope == scope || (replica.Scope is null && pulled.Version >= replica.Version);

    /// <summary>
    /// A state is news by its version; from another scope also with the one that is known, for a child moves with its parent and
    /// keeps its version; and with a lower one where this device deleted the entity, for then its key has begun a new life.
    /// </summary>
    private static bool IsNews(DeviceDraft draft, ReplicaEntity replica, string scope, PulledEntity pulled) =>
        pulled.Version > replica.Version
        || replica.Round != draft.State.Round
        || (pulled.Version == replica.Version && replica.Scope != scope)
        || (replica.IsDeletedHere && !pulled.Deleted && !draft.ItemsOf(replica.Id).Any(item => item.IsShown));

    private static void ReleaseChildren(DeviceDraft draft, SyncModel model)
    {
        foreach (ReplicaEntity child in draft.Replicas.Where(r => r.AwaitsParent).ToList())
        {
            if (ParentOf(model.Entity(child.Type), child.Server) is not { } parent || draft.Replica(parent) is not null)
                draft.Put(child with { AwaitsParent = false });
        }
    }

    private static EntityId? ParentOf(EntityModel entity, FieldValues? state) =>
        entity.Parent is { } parent && state?.Find(parent.Field.Name) is { ValueKind: JsonValueKind.String or JsonValueKind.Number } key && key.ToString().Length > 0
            ? new EntityId(parent.Type, key.ToString())
            : null;
}
