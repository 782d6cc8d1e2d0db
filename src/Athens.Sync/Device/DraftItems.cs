namespace Athens.Sync.Device;

/// <summary>The items of a draft, by position and by entity: what a command asks of one entity does not grow with the others.</summary>
internal sealed class DraftItems
{
    private readonly Dictionary<long, OutboxItem> byPosition = [];
    private readonly Dictionary<EntityId, List<OutboxItem>> byEntity = [];

    public IEnumerable<OutboxItem> All => byPosition.Values.OrderBy(item => item.Position);

    public OutboxItem? Find(long position) => byPosition.GetValueOrDefault(position);

    /// <summary>A copy: what is put or removed while somebody goes through it is not in it.</summary>
    public OutboxItem[] Of(EntityId id) => byEntity.TryGetValue(id, out List<OutboxItem>? own) ? [.. own] : [];

    /// <returns>What stood at the position before; null when nothing did.</returns>
    public OutboxItem? Put(OutboxItem item)
    {
        OutboxItem? before = Remove(item.Position);
        byPosition[item.Position] = item;
        if (!byEntity.TryGetValue(item.Entity, out List<OutboxItem>? own))
            byEntity[item.Entity] = own = [];
        own.Insert(own.FindLastIndex(other => other.Position < item.Position) + 1, item);
        return before;
    }

    public OutboxItem? Remove(long position)
    {
        if (!byPosition.Remove(position, out OutboxItem? item))
            return null;
        byEntity[item.Entity].RemoveAll(other => other.Position == position);
        return item;
    }
}
