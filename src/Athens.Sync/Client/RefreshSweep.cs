using Athens.Sync.Device;
using Athens.Sync.Replica;

namespace Athens.Sync.Client;

/// <summary>Begins and ends a fresh pull: what the server no longer tells of is gone when the pull is whole.</summary>
internal static class RefreshSweep
{
    /// <summary>Forgets the checkpoints; the outbox and what the user sees stay.</summary>
    public static Task<bool> BeginAsync(DeviceCommands commands, CancellationToken cancellationToken) => commands.RunAsync(new DeviceQuery(), draft =>
    {
        draft.State = draft.State with
        {
            Epoch = null,
            FormerEpoch = draft.State.Epoch ?? draft.State.FormerEpoch,
            Checkpoints = new Dictionary<string, string>(),
            Round = draft.State.Round + 1,
            IsRefreshing = true,
            Replays = draft.State.Replays + 1,
        };
        return true;
    }, cancellationToken);

    /// <summary>
    /// Takes the server's state away from each replica that the fresh pull did not confirm. As long as there is something to offer again to
    /// a restored server, the last state is kept out of sight: what is offered stands on it. The next whole pull takes the rest away.
    /// </summary>
    public static async Task RunAsync(SyncModel model, DeviceCommands commands, CancellationToken cancellationToken)
    {
        DeviceView view = await commands.Store.LoadAsync(new DeviceQuery(), cancellationToken).ConfigureAwait(false);
        if (!view.State.IsRefreshing)
            return;
        var stale = new List<EntityId>();
        foreach (string type in model.Entities.Select(e => e.Type))
        {
            await foreach (ReplicaEntity replica in commands.Store.ReadReplicasAsync(new ReplicaFilter { Type = type, IncludesHidden = true }, cancellationToken).ConfigureAwait(false))
            {
                if (IsUnconfirmed(replica, view.State.Round) || IsKept(replica))
                    stale.Add(replica.Id);
            }
        }
        await commands.RunAsync(new DeviceQuery { Entities = stale }, draft => End(draft, model, stale, view.State.Round), cancellationToken).ConfigureAwait(false);
    }

    private static bool End(DeviceDraft draft, SyncModel model, List<EntityId> stale, long round)
    {
        if (draft.State.Round != round)
            return false;
        foreach (EntityId id in stale)
        {
            if (draft.Replica(id) is not { } replica || !(IsUnconfirmed(replica, round) || IsKept(replica)))
                continue;
            draft.Put(replica with { IsDeleted = true, IsDeletedHere = false, Version = 0, Scope = null, Round = round });
            Overlay.Refresh(draft, model, id, keepsLast: draft.State.OffersAgain);
        }
        draft.State = draft.State with { IsRefreshing = draft.State.OffersAgain };
        return true;
    }

    private static bool IsUnconfirmed(ReplicaEntity replica, long round) => replica.Round < round && replica.Version > 0;

    private static bool IsKept(ReplicaEntity replica) => replica is { IsDeleted: true, IsDeletedHere: false, Version: 0, Local: null };
}
