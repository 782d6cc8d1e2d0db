namespace Athens.Sync.Server;

/// <summary>Names one change for ever. Compares by ordinal, member by member.</summary>
/// <param name="Tenant">The caller's tenant.</param>
/// <param name="User">The caller.</param>
/// <param name="Device">The device.</param>
/// <param name="OfflineId">The change's own id.</param>
/// <param name="Entity">The entity type's wire name.</param>
public readonly record struct IdempotencyKey(string Tenant, string User, string Device, string OfflineId, string Entity) : IComparable<IdempotencyKey>
{
    /// <inheritdoc />
    public int CompareTo(IdempotencyKey other)
    {
        int order = string.CompareOrdinal(Tenant, other.Tenant);
        if (order == 0)
            order = string.CompareOrdinal(User, other.User);
        if (order == 0)
            order = string.CompareOrdinal(Device, other.Device);
        if (order == 0)
            order = string.CompareOrdinal(OfflineId, other.OfflineId);
        return order != 0 ? order : string.CompareOrdinal(Entity, other.Entity);
    }
}
