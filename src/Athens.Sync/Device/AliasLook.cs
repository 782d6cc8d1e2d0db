namespace Athens.Sync.Device;

/// <summary>Looks at entities by whatever key an app knows them: the temporary one still, or the one that the server gave since.</summary>
internal static class AliasLook
{
    public static async Task<DeviceView> LoadAsync(IDeviceStore store, DeviceQuery query, CancellationToken cancellationToken)
    {
        DeviceView view = await store.LoadAsync(query, cancellationToken).ConfigureAwait(false);
        while (Wider(query, view) is { } wider)
        {
            query = wider;
            view = await store.LoadAsync(query, cancellationToken).ConfigureAwait(false);
        }
        return view;
    }

    /// <summary>What must be looked at too, because a look found temporary keys that have a real one; null when it is whole.</summary>
    public static DeviceQuery? Wider(DeviceQuery query, DeviceView view)
    {
        EntityId[] more = [.. view.Replicas.Values.Where(replica => replica.AssignedKey is not null).Select(replica => Target(replica)).Except(query.Entities)];
        return more.Length == 0 ? null : query with { Entities = [.. query.Entities, .. more] };
    }

    /// <summary>The replica that a key means; null when there is none.</summary>
    public static ReplicaEntity? Find(DeviceView view, EntityId id) =>
        view.Replicas.GetValueOrDefault(id) is { AssignedKey: not null } alias ? view.Replicas.GetValueOrDefault(Target(alias)) : view.Replicas.GetValueOrDefault(id);

    /// <summary>The replica that a key means, read from a store; null when there is none.</summary>
    public static async Task<ReplicaEntity?> FindAsync(IDeviceStore store, EntityId id, CancellationToken cancellationToken) =>
        Find(await LoadAsync(store, new DeviceQuery { Entities = [id] }, cancellationToken).ConfigureAwait(false), id);

    private static EntityId Target(ReplicaEntity alias) => new(alias.Type, alias.AssignedKey!);
}
