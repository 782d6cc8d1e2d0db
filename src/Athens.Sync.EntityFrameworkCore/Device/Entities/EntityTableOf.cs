using Athens.Sync.EntityFrameworkCore.Mapping;
using Athens.Sync.Modeling;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Athens.Sync.EntityFrameworkCore.Device.Entities;

/// <summary>The table of one CLR type with one type of key.</summary>
internal sealed class EntityTableOf<TEntity, TKey>(EntityModel entity, IEntityType type, DbContext context) : EntityTable(entity, type, context)
    where TEntity : class
    where TKey : notnull
{
    public override async Task<IReadOnlyDictionary<string, object>> ReadAsync(ContextCall call, IEnumerable<string> keys)
    {
        List<TKey> wanted = [.. keys.Select(key => KeyText.TryParse(Entity, key)).OfType<TKey>()];
        if (wanted.Count == 0)
            return new Dictionary<string, object>();
        string key = Key.Name;
        IQueryable<TEntity> query = call.Context.Set<TEntity>().IgnoreQueryFilters().IgnoreAutoIncludes().AsNoTracking()
            .Where(e => EF.Parameter(wanted).Contains(EF.Property<TKey>(e, key)));
        return (await call.ListAsync(query).ConfigureAwait(false)).ToDictionary(Entity.KeyOf, object (e) => e, StringComparer.Ordinal);
    }
}
