namespace Athens.Sync.Modeling;

/// <summary>Checks that entity types fit together, and puts parents before children.</summary>
internal static class ModelCheck
{
    public static IReadOnlyList<EntityModel> Order(IReadOnlyList<EntityModel> entities)
    {
        var byType = new Dictionary<string, EntityModel>(StringComparer.Ordinal);
        foreach (EntityModel entity in entities)
        {
            if (!byType.TryAdd(entity.Type, entity))
                throw new SyncModelException($"Entity '{entity.Type}' is declared twice.");
        }
        foreach (EntityModel entity in entities)
            CheckReferences(entity, byType);
        return [.. entities.OrderBy(e => Depth(e, byType, 0))];
    }

    private static void CheckReferences(EntityModel entity, Dictionary<string, EntityModel> byType)
    {
        foreach (ReferenceModel reference in entity.References.Where(r => !byType.ContainsKey(r.Type)))
            throw new SyncModelException($"Entity '{entity.Type}' refers to '{reference.Type}' by {reference.Field.Name}, and the model has no such entity.");
        if (entity.References.Count(r => r.IsParent) > 1)
            throw new SyncModelException($"Entity '{entity.Type}' has several parents; declare the others by Reference(…).");
        if (entity is { ScopeField: not null, Parent: not null })
            throw new SyncModelException($"Entity '{entity.Type}' declares a scope and a parent; a child lives in its parent's scope.");
    }

    private static int Depth(EntityModel entity, Dictionary<string, EntityModel> byType, int steps)
    {
        if (steps > byType.Count)
            throw new SyncModelException($"Entity '{entity.Type}' is its own ancestor.");
        return entity.Parent is null ? 0 : 1 + Depth(byType[entity.Parent.Type], byType, steps + 1);
    }
}
