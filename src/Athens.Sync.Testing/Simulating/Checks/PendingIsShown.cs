using System.Text.Json;
using Athens.Sync.Device;
using Athens.Sync.Modeling;

namespace Athens.Sync.Testing.Simulating.Checks;

/// <summary>
/// What a user wrote his app shows until there is a verdict on it, whatever is pulled meanwhile, and of a conflict until somebody has
/// decided. Looked at after each step of a day: at its end all is right again.
/// </summary>
internal static class PendingIsShown
{
    public static async Task CheckAsync(SyncModel model, SimulatedDevice device)
    {
        if (device.Promises.Count == 0)
            return;
        DeviceView view = await device.Store.LoadAsync(new DeviceQuery { Positions = [.. device.Promises.Select(p => p.Saved.Position).Distinct()] }).ConfigureAwait(false);
        Dictionary<long, OutboxItem> open = view.Items.Where(item => item.Status is not OutboxStatus.Synced).ToDictionary(item => item.Position);
        device.Promises.RemoveAll(p => !open.TryGetValue(p.Saved.Position, out OutboxItem? item) || item.Change.OfflineId != p.Saved.OfflineId);
        ILookup<EntityId, Promise> promises = device.Promises.ToLookup(p => open[p.Saved.Position].Entity);
        DeviceView all = await device.Store.LoadAsync(new DeviceQuery { Entities = [.. promises.Select(entity => entity.Key)] }).ConfigureAwait(false);
        ILookup<EntityId, OutboxItem> items = all.Items.ToLookup(item => item.Entity);
        foreach (IGrouping<EntityId, Promise> entity in promises.Where(entity => all.State.Round == 0 || !IsDeletedSince(items[entity.Key], entity)))
            await CheckAsync(model.Entity(entity.Key.Type), device, entity.Key, Expected([.. items[entity.Key]], entity)).ConfigureAwait(false);
    }

    /// <summary>
    /// A server that was put back, so that its devices pulled afresh, may give a key anew, and so bring what its user wrote under a key that he
    /// has deleted the former entity of.
    /// </summary>
    private static bool IsDeletedSince(IEnumerable<OutboxItem> items, IEnumerable<Promise> promises) =>
        items.Any(item => item.Change.Op is ChangeOp.Delete && item.Position > promises.Max(p => p.Saved.Position));

    /// <summary>
    /// The last value of each field. A later change takes the place of an earlier one by its place in the outbox, for an entity may have
    /// been shown twice, and edited as the one and as the other; and what was edited back before it was sent is no edit.
    /// </summary>
    private static Dictionary<string, JsonElement> Expected(OutboxItem[] items, IEnumerable<Promise> promises)
    {
        var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (Promise promise in promises.OrderBy(p => p.Saved.Position))
        {
            foreach ((string name, JsonElement value) in promise.Values.Where(pair => items.LastOrDefault(item => item.Change.Data.ContainsKey(pair.Key))?.Position == promise.Saved.Position))
                values[name] = value;
        }
        return values;
    }

    private static async Task CheckAsync(EntityModel type, SimulatedDevice device, EntityId id, Dictionary<string, JsonElement> values)
    {
        object? shown = await device.Set(type.Type).GetAsync(id.Key).ConfigureAwait(false);
        Evidence.Require(shown is not null, $"Device {device.Number} does not show {id}, of which a change waits.");
        foreach ((string name, JsonElement value) in values)
            Evidence.Require(type.Field(name).AreEqual(value, type.Field(name).Read(shown!)), $"Device {device.Number} does not show the {name} of {id} that its user wrote, and that waits for its verdict.");
    }
}
