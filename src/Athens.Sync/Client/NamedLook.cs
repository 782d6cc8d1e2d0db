using Athens.Sync.Changes;
using Athens.Sync.Device;
using Athens.Sync.Replica;

namespace Athens.Sync.Client;

/// <summary>Looks at everything that names some keys, so that others can be put in their place.</summary>
internal static class NamedLook
{
    /// <summary>What a command must see anyway, and what names the keys.</summary>
    public static async Task<DeviceView> LoadAsync(IDeviceStore store, DeviceQuery query, KeyMap keys, CancellationToken cancellationToken)
    {
        if (keys.Count == 0)
            return await store.LoadAsync(query, cancellationToken).ConfigureAwait(false);
        query = query with { Entities = [.. query.Entities.Union(keys.From).Union(keys.To)], BlockedBy = [.. query.BlockedBy.Union(keys.From)] };
        DeviceView view = await store.LoadAsync(query, cancellationToken).ConfigureAwait(false);
        query = query with { Positions = [.. query.Positions.Union(KeyAssignment.Positions(view, keys))] };
        view = await store.LoadAsync(query, cancellationToken).ConfigureAwait(false);
        return await WithEntitiesAsync(store, query, view, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Items, their entities, and what names the keys that follow from them.</summary>
    public static async Task<DeviceView> LoadAsync(IDeviceStore store, IReadOnlyCollection<long> positions, Func<DeviceView, KeyMap> keysOf, CancellationToken cancellationToken)
    {
        var query = new DeviceQuery { Positions = positions };
        DeviceView view = await store.LoadAsync(query, cancellationToken).ConfigureAwait(false);
        KeyMap keys = keysOf(view);
        if (keys.Count > 0)
        {
            List<long> named = await store.ReadOutboxAsync(new OutboxFilter(), cancellationToken)
                .Where(item => !ReferenceEquals(keys.Replace(item.Change), item.Change)).Select(item => item.Position).ToListAsync(cancellationToken).ConfigureAwait(false);
            query = query with { Positions = [.. positions.Union(named)] };
            view = await store.LoadAsync(query, cancellationToken).ConfigureAwait(false);
        }
        query = query with { Entities = [.. keys.From.Union(keys.To)], BlockedBy = [.. keys.From] };
        return await WithEntitiesAsync(store, query, view, cancellationToken).ConfigureAwait(false);
    }

    private static Task<DeviceView> WithEntitiesAsync(IDeviceStore store, DeviceQuery query, DeviceView view, CancellationToken cancellationToken) =>
        store.LoadAsync(query with { Entities = [.. query.Entities.Union(view.Items.Select(item => item.Entity))] }, cancellationToken);
}
