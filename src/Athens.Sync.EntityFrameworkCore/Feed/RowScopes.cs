using Athens.Sync.EntityFrameworkCore.Mapping;

namespace Athens.Sync.EntityFrameworkCore.Feed;

/// <summary>Says in which scopes rows are, by the rows themselves: by those of their parents too, told or not.</summary>
internal sealed class RowScopes(SyncMapping mapping, ContextCall call)
{
    /// <summary>The scopes by key. A row that names no scope, or a parent that is not there, has none.</summary>
    public async Task<IReadOnlyDictionary<string, string>> OfAsync(EntityMapping type, IReadOnlyDictionary<string, StoredEntity> rows)
    {
        Dictionary<string, Placement> places = [];
        foreach ((string key, StoredEntity row) in rows)
        {
            if (Placement.Find(type, row.Entity) is { } place)
                places[key] = place;
        }
        if (type.Entity.Parent is not { } parent)
            return places.ToDictionary(place => place.Key, place => place.Value.Scope!);
        EntityMapping above = mapping.Of(parent.Type);
        IReadOnlyDictionary<string, StoredEntity> parents = await above.ReadAsync(call, places.Values.Select(place => place.Parent!.Value.Key).Distinct()).ConfigureAwait(false);
        IReadOnlyDictionary<string, string> scopes = parents.Count == 0 ? new Dictionary<string, string>() : await OfAsync(above, parents).ConfigureAwait(false);
        return places.Where(place => scopes.ContainsKey(place.Value.Parent!.Value.Key)).ToDictionary(place => place.Key, place => scopes[place.Value.Parent!.Value.Key]);
    }
}
