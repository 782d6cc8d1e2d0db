using Athens.Sync.Device;
using Athens.Sync.Modeling;

namespace Athens.Sync.Outbox;

/// <summary>
/// Turns what a user did into one commit of a device's store: the queued changes, with the local state that they show. For a
/// store that itself sees the user's edits; an app saves through <see cref="SyncSet{TEntity}"/>.
/// </summary>
public static class EditDecider
{
    /// <summary>What the store must look at before the edits can be decided.</summary>
    public static DeviceQuery Query(SyncModel model, IEnumerable<Edit> edits)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(edits);
        return new DeviceQuery { Entities = [.. edits.SelectMany(edit => EnqueueDecider.Query(model, edit.Id, edit.Now).Entities).Distinct()] };
    }

    /// <summary>
    /// What the store must look at instead, where a look found that edits still name temporary keys for which the server has given
    /// others since; null when the look is whole.
    /// </summary>
    public static DeviceQuery? Wider(DeviceQuery query, DeviceView view)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(view);
        return AliasLook.Wider(query, view);
    }

    /// <summary>The commit that queues the edits, in their order; null when nothing was edited.</summary>
    /// <param name="model">The entity types.</param>
    /// <param name="view">The whole look of <see cref="Query"/>. The commit stands as long as the look does.</param>
    /// <param name="edits">The edits.</param>
    /// <exception cref="ChangeRefusedException">The server would refuse one of them.</exception>
    public static DeviceCommit? Decide(SyncModel model, DeviceView view, IEnumerable<Edit> edits)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(edits);
        var draft = new DeviceDraft(view);
        foreach (Edit edit in edits)
            Enqueue(draft, model, edit, out _);
        if (draft.State.Revision == 0)
            draft.State = draft.State with { SchemaVersion = model.SchemaVersion };
        return draft.IsChanged ? draft.ToCommit() : null;
    }

    /// <summary>Queues one edit.</summary>
    /// <param name="draft">The look of <see cref="Query"/>.</param>
    /// <param name="model">The entity types.</param>
    /// <param name="edit">The edit.</param>
    /// <param name="item">What carries the edit; null when there is nothing to send, for nothing was edited or it took back what was unsent.</param>
    /// <returns>False when nothing was edited.</returns>
    internal static bool Enqueue(DeviceDraft draft, SyncModel model, Edit edit, out OutboxItem? item)
    {
        EntityModel entity = model.Entity(edit.Id.Type);
        Edit named = EditKeys.Resolve(draft, model, edit);
        Change? change = named.IsDeleted ? DeleteDecider.Decide(entity, named, draft) : SaveDecider.Decide(entity, named, draft);
        item = change is null ? null : EnqueueDecider.Enqueue(draft, model, change, named.At);
        return change is not null;
    }
}
