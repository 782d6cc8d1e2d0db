using Athens.Sync.Device;

namespace Athens.Sync.Client;

/// <summary>Gives a device its identity, and a new one when its numbers went back.</summary>
internal static class Registration
{
    /// <summary>Names a new store's device.</summary>
    public static Task<bool> EnsureAsync(DeviceCommands commands, SyncIds ids, CancellationToken cancellationToken) => commands.RunAsync(new DeviceQuery(), draft =>
    {
        if (draft.State.DeviceId.Length == 0)
            draft.State = draft.State with { DeviceId = ids.Next(), Generation = ids.Next() };
        return true;
    }, cancellationToken);

    /// <summary>
    /// Registers anew: a restored or cloned device must not go on under the numbers of the other. What was sent and has no
    /// verdict is sent again as it was, under new numbers; the server looks for it under the former id too.
    /// </summary>
    public static async Task RenewAsync(DeviceCommands commands, SyncIds ids, CancellationToken cancellationToken)
    {
        List<long> sent = await commands.Store.ReadOutboxAsync(new OutboxFilter { Status = OutboxStatus.Syncing }, cancellationToken)
            .Select(item => item.Position).ToListAsync(cancellationToken).ConfigureAwait(false);
        await commands.RunAsync(new DeviceQuery { Positions = sent }, draft =>
        {
            foreach (OutboxItem item in sent.Select(draft.Item).OfType<OutboxItem>().Where(i => i.Status is OutboxStatus.Syncing).ToList())
                draft.Put(item with { Generation = null, Change = item.Change with { Number = null } });
            draft.State = draft.State with { FormerDeviceId = draft.State.DeviceId, DeviceId = ids.Next(), Generation = ids.Next(), NextNumber = 1, SetAside = [] };
            return true;
        }, cancellationToken).ConfigureAwait(false);
    }
}
