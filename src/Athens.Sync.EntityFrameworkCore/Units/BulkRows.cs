using Athens.Sync.EntityFrameworkCore.Bulk;
using Athens.Sync.EntityFrameworkCore.Feed;
using Athens.Sync.EntityFrameworkCore.Mapping;
using Athens.Sync.Server;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Athens.Sync.EntityFrameworkCore.Units;

/// <summary>The entities that a unit holds past the change tracker. The app's own code is free to track them; then EF writes.</summary>
internal sealed class BulkRows(DbContext context, SyncMapping mapping, FeedUnit unit)
{
    private readonly Dictionary<EntityId, HeldRow?> held = [];

    public bool Holds(EntityId id) => held.ContainsKey(id);

    public HeldRow? Find(EntityId id) => held.GetValueOrDefault(id);

    /// <summary>True where rows of a type need not be tracked.</summary>
    public bool Takes(EntityMapping type) => type.Bulk is not null && IsPlain && Tracked().All(IsApart);

    /// <summary>Holds the places of rows that are not there.</summary>
    public void HoldNone(EntityMapping type, IReadOnlyList<string> keys)
    {
        foreach (string key in keys)
            held[new EntityId(type.Entity.Type, key)] = null;
    }

    /// <summary>Reads rows that are locked.</summary>
    /// <returns>Those that are there.</returns>
    public async Task<IReadOnlyList<EntityId>> ReadAsync(ContextCall call, EntityMapping type, IReadOnlyList<string> keys)
    {
        HoldNone(type, keys);
        IReadOnlyDictionary<string, StoredEntity> rows = await type.ReadAsync(call, keys).ConfigureAwait(false);
        foreach ((string key, StoredEntity row) in rows)
            held[new EntityId(type.Entity.Type, key)] = new HeldRow(type, row.Entity, row.Version);
        return [.. rows.Keys.Select(key => new EntityId(type.Entity.Type, key))];
    }

    /// <summary>Lets go of everything.</summary>
    public IReadOnlyList<EntityId> Release()
    {
        EntityId[] ids = [.. held.Keys];
        held.Clear();
        return ids;
    }

    /// <summary>How to make the rows what the entities are to become; null where EF must do it.</summary>
    /// <exception cref="StoreException">Other code has changed one in this unit, so it is not what was decided on.</exception>
    public BulkPlan? Plan(IReadOnlyCollection<ServerEntity> entities)
    {
        if (!IsPlain || !entities.All(IsTaken) || !Tracked().All(entry => IsApart(entry) && !Needs(entities, entry)))
            return null;
        var plan = new BulkPlan(unit, held, entities);
        foreach (ServerEntity entity in entities.OrderBy(entity => entity.Id))
        {
            if (!plan.Add(mapping.Of(entity.Id.Type), entity))
                return null;
        }
        return plan;
    }

    private bool IsPlain => mapping.IsOf(context) && PlainContext.Is(context);

    private IEnumerable<EntityEntry> Tracked() => context.ChangeTracker.Entries();

    /// <summary>A delete may take others along, or be refused for their sake.</summary>
    private bool IsTaken(ServerEntity entity) => !entity.IsDeleted && held.ContainsKey(entity.Id) && mapping.Of(entity.Id.Type).Bulk is not null;

    /// <summary>True for what the app's own code tracks of types that are not synced.</summary>
    private bool IsApart(EntityEntry entry) => mapping.Find(entry.Metadata) is null && !entry.Metadata.IsOwned();

    /// <summary>True where EF would write something of the app's before the rows.</summary>
    private bool Needs(IReadOnlyCollection<ServerEntity> entities, EntityEntry entry) => entry.State is not EntityState.Unchanged
        && entities.Select(entity => entity.Id.Type).Distinct().Any(type => mapping.Of(type).Type.GetForeignKeys().Any(key => key.PrincipalEntityType == entry.Metadata));
}
