using Athens.Sync.Device;

namespace Athens.Sync.Testing.Simulating.Checks;

/// <summary>
/// What a device said is saved has a verdict, or was decided on. Only what was never sent may be missing: a later edit of the same
/// entity on the same device has taken it in, or back. And what a device takes for done, the server has done.
/// </summary>
internal static class NothingAcknowledgedIsLost
{
    public static async Task CheckAsync(Evidence evidence)
    {
        foreach (SimulatedDevice device in evidence.Devices)
        {
            Dictionary<string, OutboxItem> items = await device.Client.ReadOutboxAsync().ToDictionaryAsync(item => item.Change.OfflineId, StringComparer.Ordinal).ConfigureAwait(false);
            if (evidence.IsOneLifeEach || evidence.Server.Histories == 1)
                CheckDone(evidence, device, items.Values);
            ILookup<EntityId, SavedChange> saves = device.Acknowledged.ToLookup(saved => saved.Entity);
            foreach (SavedChange saved in device.Acknowledged)
            {
                if (items.TryGetValue(saved.OfflineId, out OutboxItem? item))
                    Evidence.Require(item.Status is OutboxStatus.Synced, $"The change {saved.OfflineId} of {saved.Entity} is {item.Status}, and all is quiet.");
                else
                    Evidence.Require(!device.Network.SentIds.Contains(saved.OfflineId) && (saves[saved.Entity].Last() != saved || evidence.User.MayHaveTakenBack(saved.Entity)), $"The change {saved.OfflineId} of {saved.Entity} was saved, and is nowhere.");
            }
        }
    }

    /// <summary>Where both a device and the server were put back, what a former life of the device had sent is not offered again (see the guarantees).</summary>
    private static void CheckDone(Evidence evidence, SimulatedDevice device, IEnumerable<OutboxItem> items)
    {
        foreach (OutboxItem done in items.Where(item => item is { Status: OutboxStatus.Synced, ConfirmedVersion: not null }))
            Evidence.Require(evidence.Server.Done.Contains((device.User, done.Change.OfflineId)) || evidence.Server.Done.Contains((device.User, Evidence.Text(done.Wire))), $"Device {device.Number} takes the change {done.Change.OfflineId} of {done.Entity} for done, and the server never did it.");
    }
}
