using Athens.Sync.Modeling;
using Athens.Sync.Server;

namespace Athens.Sync.InMemory;

/// <summary>Gives what one unit changed its places in the feeds.</summary>
internal sealed class ServerCommit(SyncModel model, ServerTables before, ServerTables written)
{
    private readonly HashSet<EntityId> moved = [];
    private ServerTables tables = written;

    /// <summary>The tables with each changed entity in its place: parents before children, else in the order given.</summary>
    public ServerTables Run(IReadOnlyCollection<EntityId> staged)
    {
        foreach (EntityModel type in model.Entities)
        {
            List<EntityId> ids = [.. staged.Where(id => id.Type == type.Type)];
            foreach (EntityId id in ids.Union(FollowersOf(type)))
                Enter(type, id);
        }
        return tables;
    }

    /// <summary>Live entities whose parent moves to another scope in this unit.</summary>
    private List<EntityId> FollowersOf(EntityModel type) => moved.Any(id => id.Type == type.Parent?.Type)
        ? [.. tables.Entities.Values.Where(e => e.Id.Type == type.Type && !e.IsDeleted && MovedParent(type, e) is not null).Select(e => e.Id).Order()]
        : [];

    private void Enter(EntityModel type, EntityId id)
    {
        ServerEntity entity = tables.Entities[id];
        if (!entity.IsDeleted && MovedParent(type, entity) is { } parent)
            entity = entity with { Scope = parent.Scope };
        ServerEntity? old = before.Entities.GetValueOrDefault(id);
        if (old is not null && old.Scope != entity.Scope)
            Leave(type, entity, old.Scope);
        else if (old?.Version == entity.Version)
            return;
        tables = tables.With(entity).Append(type.Lane, entity, hasLeft: false);
    }

    private void Leave(EntityModel type, ServerEntity entity, string scope)
    {
        moved.Add(entity.Id);
        tables = tables.Append(type.Lane, entity with { Scope = scope, IsDeleted = true, State = FieldValues.Empty }, hasLeft: true);
    }

    private ServerEntity? MovedParent(EntityModel type, ServerEntity entity)
    {
        if (type.Parent is not { } parent || moved.Count == 0 || entity.State.Find(parent.Field.Name)?.ToString() is not { Length: > 0 } key)
            return null;
        var id = new EntityId(parent.Type, key);
        return moved.Contains(id) ? tables.Entities[id] : null;
    }
}
