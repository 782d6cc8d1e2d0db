using System.Runtime.CompilerServices;
using Athens.Sync.Device;

namespace Athens.Sync.Live;

/// <summary>Follows the items of the outbox that a filter takes. After the first look it reads only what changed.</summary>
internal static class LiveOutbox
{
    public static async IAsyncEnumerable<IReadOnlyList<OutboxItem>> WatchAsync(DeviceCommands commands, OutboxFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var watcher = new DeviceWatcher<long>(commands.Observers, change => change.Positions);
        SortedDictionary<long, OutboxItem> shown = await LoadAsync(commands.Store, filter, cancellationToken).ConfigureAwait(false);
        yield return [.. shown.Values];
        while (await watcher.WaitAsync(cancellationToken).ConfigureAwait(false))
        {
            if (watcher.Take() is not { } positions)
                shown = await LoadAsync(commands.Store, filter, cancellationToken).ConfigureAwait(false);
            else if (!await RefreshAsync(commands.Store, filter, shown, positions, cancellationToken).ConfigureAwait(false))
                continue;
            yield return [.. shown.Values];
        }
    }

    private static async Task<SortedDictionary<long, OutboxItem>> LoadAsync(IDeviceStore store, OutboxFilter filter, CancellationToken cancellationToken) =>
        new(await store.ReadOutboxAsync(filter, cancellationToken).ToDictionaryAsync(item => item.Position, cancellationToken: cancellationToken).ConfigureAwait(false));

    /// <returns>False when nothing of what changed concerns the filter.</returns>
    private static async Task<bool> RefreshAsync(IDeviceStore store, OutboxFilter filter, SortedDictionary<long, OutboxItem> shown, IReadOnlyCollection<long> positions, CancellationToken cancellationToken)
    {
        DeviceView view = await store.LoadAsync(new DeviceQuery { Positions = positions }, cancellationToken).ConfigureAwait(false);
        Dictionary<long, OutboxItem> now = view.Items.Where(filter.Takes).ToDictionary(item => item.Position);
        bool isNews = false;
        foreach (long position in positions)
        {
            isNews |= shown.Remove(position) | now.ContainsKey(position);
            if (now.TryGetValue(position, out OutboxItem? item))
                shown.Add(position, item);
        }
        return isNews;
    }
}
