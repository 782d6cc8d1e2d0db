using Athens.Sync.EntityFrameworkCore.Mapping;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Athens.Sync.EntityFrameworkCore.Bulk;

/// <summary>The table of an entity type whose rows can be written at once.</summary>
internal sealed class BulkTable
{
    private readonly IReadOnlyList<INavigationBase> navigations;

    private BulkTable(EntityMapping mapping, string name, Func<IProperty, BulkColumn> column)
    {
        Name = name;
        Key = column(mapping.Key);
        Version = column(mapping.Version);
        Others = [.. mapping.Type.GetProperties().Where(property => property != mapping.Key && property != mapping.Version).Select(column)];
        All = [Key, Version, .. Others];
        navigations = [.. mapping.Type.GetNavigations(), .. mapping.Type.GetSkipNavigations()];
    }

    public string Name { get; }

    public BulkColumn Key { get; }

    public BulkColumn Version { get; }

    /// <summary>The columns that the engine does not keep itself.</summary>
    public IReadOnlyList<BulkColumn> Others { get; }

    /// <summary>The key, the version and the others.</summary>
    public IReadOnlyList<BulkColumn> All { get; }

    /// <summary>The table of a type; null where EF must write its rows, or the database takes no array of a column's values.</summary>
    public static BulkTable? Find(DbContext context, EntityMapping mapping, BulkWriter writer, IReadOnlyCollection<IEntityType> later)
    {
        if (BulkCheck.Refuse(context.GetType(), mapping, later) is not null)
            return null;
        Dictionary<IProperty, RelationalTypeMapping?> types = mapping.Type.GetProperties().ToDictionary(property => property, property => writer.TypeOf(context, property));
        ISqlGenerationHelper sql = context.GetService<ISqlGenerationHelper>();
        return types.ContainsValue(null) ? null : new BulkTable(
            mapping,
            sql.DelimitIdentifier(mapping.Type.GetTableName()!, mapping.Type.GetSchema()),
            property => new BulkColumn(property, sql.DelimitIdentifier(property.GetColumnName()), types[property]!));
    }

    /// <summary>True for an object that names others: EF would write those along with it.</summary>
    public bool LeadsToOthers(object row) => navigations.Any(navigation => navigation.GetGetter().GetClrValue(row) is { } value
        && (!navigation.IsCollection || ((System.Collections.IEnumerable)value).Cast<object>().Any()));

    /// <summary>A new row, as <see cref="All"/>.</summary>
    public object?[] Values(object row, long version)
    {
        var values = new object?[All.Count];
        values[0] = Key.ToColumn(Key.Read(row));
        values[1] = Version.ToColumn(version);
        for (int n = 2; n < values.Length; n++)
            values[n] = All[n].ToColumn(All[n].Read(row));
        return values;
    }
}
