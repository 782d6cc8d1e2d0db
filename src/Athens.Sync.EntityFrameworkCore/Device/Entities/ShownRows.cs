using Athens.Sync.Device;
using Athens.Sync.EntityFrameworkCore.Mapping;

namespace Athens.Sync.EntityFrameworkCore.Device.Entities;

/// <summary>The rows of the app's tables that belong to some replicas, read once, and written so that they show what the replicas do.</summary>
internal sealed class ShownRows
{
    private readonly DeviceMapping mapping;
    private readonly ContextCall call;
    private readonly Dictionary<EntityId, object> rows = [];

    private ShownRows(DeviceMapping mapping, ContextCall call)
    {
        this.mapping = mapping;
        this.call = call;
    }

    /// <summary>Reads the rows of entities; types that the app no longer has are passed over.</summary>
    public static async Task<ShownRows> ReadAsync(DeviceMapping mapping, ContextCall call, IEnumerable<EntityId> ids)
    {
        var shown = new ShownRows(mapping, call);
        foreach (IGrouping<string, EntityId> type in ids.Distinct().GroupBy(id => id.Type, StringComparer.Ordinal))
        {
            if (mapping.Find(type.Key) is not { } table)
                continue;
            foreach ((string key, object row) in await table.ReadAsync(call, type.Select(id => id.Key)).ConfigureAwait(false))
                shown.rows[new EntityId(type.Key, key)] = row;
        }
        return shown;
    }

    /// <summary>The row as the app's object; null where there is none.</summary>
    public object? Find(EntityId id) => rows.GetValueOrDefault(id);

    /// <summary>Makes the rows show what the replicas do. Only columns that differ are written.</summary>
    public async Task WriteAsync(IEnumerable<ReplicaEntity> replicas)
    {
        foreach (ReplicaEntity replica in replicas)
        {
            if (mapping.Find(replica.Type) is not { } table)
                continue;
            if (replica.IsVisible)
                await PutAsync(table, replica).ConfigureAwait(false);
            else
                await RemoveAsync(replica.Id).ConfigureAwait(false);
        }
    }

    /// <summary>Removes the rows of entities.</summary>
    public async Task RemoveAsync(IEnumerable<EntityId> ids)
    {
        foreach (EntityId id in ids)
            await RemoveAsync(id).ConfigureAwait(false);
    }

    private async Task PutAsync(EntityTable table, ReplicaEntity replica)
    {
        object shown = table.Show(replica.Key, replica.Local!);
        if (Find(replica.Id) is { } row)
            await table.UpdateAsync(call, shown, table.Differences(row, shown)).ConfigureAwait(false);
        else
            await table.InsertAsync(call, shown).ConfigureAwait(false);
        rows[replica.Id] = shown;
    }

    private async Task RemoveAsync(EntityId id)
    {
        if (mapping.Find(id.Type) is { } table && rows.Remove(id, out object? row))
            await table.DeleteAsync(call, row).ConfigureAwait(false);
    }
}
