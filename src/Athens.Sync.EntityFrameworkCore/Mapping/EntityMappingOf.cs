using System.Collections;
using System.Linq.Expressions;
using Athens.Sync.EntityFrameworkCore.Dialects;
using Athens.Sync.Modeling;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Athens.Sync.EntityFrameworkCore.Mapping;

/// <summary>The mapping of one CLR type with one type of key.</summary>
internal sealed class EntityMappingOf<TEntity, TKey>(EntityModel entity, IEntityType type, Dialect dialect) : EntityMapping(entity, type, dialect)
    where TEntity : class
    where TKey : notnull
{
    public override async Task<IReadOnlyList<object>> TrackAsync(DbContext context, IEnumerable<string> keys, CancellationToken cancellationToken)
    {
        List<TKey> parsed = Parse(keys);
        return parsed.Count == 0 ? [] : await ByKeys(context, parsed).AsTracking().ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    public override Task<IReadOnlyDictionary<string, StoredEntity>> ReadAsync(ContextCall call, IEnumerable<string> keys)
    {
        List<TKey> parsed = Parse(keys);
        return parsed.Count == 0 ? Task.FromResult<IReadOnlyDictionary<string, StoredEntity>>(new Dictionary<string, StoredEntity>()) : ListAsync(call, ByKeys(call.Context, parsed));
    }

    public override Task<IReadOnlyDictionary<string, StoredEntity>> ReadChildrenAsync(ContextCall call, IEnumerable<string> parentKeys) =>
        ListAsync(call, All(call.Context).Where(HasParentIn(parentKeys)));

    public override async Task<IReadOnlyList<string>> FindKeysAsync(ContextCall call, LambdaExpression? filter = null)
    {
        string key = Key.Name;
        IQueryable<TEntity> query = filter is null ? All(call.Context) : All(call.Context).Where((Expression<Func<TEntity, bool>>)filter);
        List<TKey> keys = await call.ListAsync(query.Select(e => EF.Property<TKey>(e, key))).ConfigureAwait(false);
        return [.. keys.Select(found => KeyText.Of(found))];
    }

    public override async Task<object?> FromJsonAsync(ContextCall call, string sql, string json)
    {
        IQueryable<TEntity> query = call.Context.Set<TEntity>().FromSqlRaw(sql, json).IgnoreQueryFilters().IgnoreAutoIncludes().AsNoTracking();
        return (await call.ListAsync(query).ConfigureAwait(false)).SingleOrDefault();
    }

    public override Task RaiseVersionsAsync(ContextCall call, IReadOnlyList<string> keys)
    {
        string version = Version.Name;
        return ByKeys(call.Context, Parse(keys)).ExecuteUpdateAsync(row => row.SetProperty(e => EF.Property<long>(e, version), e => EF.Property<long>(e, version) + 1), call.CancellationToken);
    }

    public override Task SetVersionAsync(ContextCall call, string key, long version)
    {
        string property = Version.Name;
        return ByKeys(call.Context, Parse([key])).ExecuteUpdateAsync(row => row.SetProperty(e => EF.Property<long>(e, property), version), call.CancellationToken);
    }

    public override Task DeleteAsync(ContextCall call, IReadOnlyList<string> keys) =>
        ByKeys(call.Context, Parse(keys)).ExecuteDeleteAsync(call.CancellationToken);

    private async Task<IReadOnlyDictionary<string, StoredEntity>> ListAsync(ContextCall call, IQueryable<TEntity> query)
    {
        string version = Version.Name;
        List<Row> rows = await call.ListAsync(query.AsNoTracking().Select(e => new Row(e, EF.Property<long>(e, version)))).ConfigureAwait(false);
        return rows.ToDictionary(row => Entity.KeyOf(row.Entity), row => new StoredEntity(row.Entity, row.Version), StringComparer.Ordinal);
    }

    private static IQueryable<TEntity> All(DbContext context) => context.Set<TEntity>().IgnoreQueryFilters().IgnoreAutoIncludes();

    private IQueryable<TEntity> ByKeys(DbContext context, List<TKey> keys)
    {
        string key = Key.Name;
        return All(context).Where(e => EF.Parameter(keys).Contains(EF.Property<TKey>(e, key)));
    }

    private List<TKey> Parse(IEnumerable<string> keys) => [.. keys.Select(key => KeyText.TryParse(Entity, key)).OfType<TKey>()];

    /// <summary>The reference may be nullable where the parent's key is not, so its list is made of its own type.</summary>
    private Expression<Func<TEntity, bool>> HasParentIn(IEnumerable<string> parentKeys)
    {
        Type reference = ParentKey!.ClrType;
        Type plain = Nullable.GetUnderlyingType(reference) ?? reference;
        var values = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(reference))!;
        foreach (string key in parentKeys)
            values.Add(plain == typeof(string) ? key : plain == typeof(Guid) ? Guid.ParseExact(key, "D") : Convert.ChangeType(key, plain, System.Globalization.CultureInfo.InvariantCulture));
        ParameterExpression row = Expression.Parameter(typeof(TEntity), "e");
        Expression property = Expression.Call(typeof(EF), nameof(EF.Property), [reference], row, Expression.Constant(ParentKey.Name));
        return Expression.Lambda<Func<TEntity, bool>>(Expression.Call(Expression.Constant(values), nameof(List<int>.Contains), null, property), row);
    }

    private sealed record Row(TEntity Entity, long Version);
}
