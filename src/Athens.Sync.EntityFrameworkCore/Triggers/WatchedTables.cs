using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Athens.Sync.EntityFrameworkCore.Triggers;

/// <summary>Finds the tables of synced entity types in an EF model, which may be a migration's, without the app's classes.</summary>
internal static class WatchedTables
{
    /// <summary>The tables, each entity type's own before those of its parts.</summary>
    public static IReadOnlyList<WatchedTable> Of(IReadOnlyModel model) =>
        [.. model.GetEntityTypes().Where(type => type.FindAnnotation(SyncAnnotations.Type) is not null).OrderBy(WireName, StringComparer.Ordinal).SelectMany(Of)];

    private static IEnumerable<WatchedTable> Of(IReadOnlyEntityType type)
    {
        string[] fields = ((string)type.FindAnnotation(SyncAnnotations.Fields)!.Value!).Split(' ');
        IReadOnlyProperty key = type.FindPrimaryKey()!.Properties[0];
        StoreObjectIdentifier table = TableOf(type);
        yield return new WatchedTable(
            table.Name,
            table.Schema,
            WireName(type),
            key.GetColumnName(table)!,
            key.ClrType == typeof(Guid),
            type.FindProperty(AthensSyncModelBuilderExtensions.VersionPropertyName)!.GetColumnName(table)!,
            [.. Columns(type, table, fields.Contains).DistinctBy(column => column.Name)]);
        foreach (IReadOnlyEntityType part in PartsOf(type, fields.Contains))
            yield return OfPart(part, type, key);
    }

    private static WatchedTable OfPart(IReadOnlyEntityType part, IReadOnlyEntityType root, IReadOnlyProperty key)
    {
        StoreObjectIdentifier table = TableOf(part);
        return new WatchedTable(
            table.Name,
            table.Schema,
            WireName(root),
            RootKeyOf(part).GetColumnName(table)!,
            key.ClrType == typeof(Guid),
            null,
            [.. Columns(part, table, _ => true).DistinctBy(column => column.Name)]);
    }

    private static string WireName(IReadOnlyEntityType type) => (string)type.FindAnnotation(SyncAnnotations.Type)!.Value!;

    private static StoreObjectIdentifier TableOf(IReadOnlyEntityType type) => StoreObjectIdentifier.Create(type, StoreObjectType.Table)
        ?? throw new NotSupportedException($"{type.DisplayName()} is in no table, so no trigger can watch it.");

    private static IEnumerable<WatchedColumn> Columns(IReadOnlyEntityType type, StoreObjectIdentifier table, Func<string, bool> isField)
    {
        foreach (IReadOnlyProperty property in type.GetProperties())
        {
            if (property.GetColumnName(table) is { } column)
                yield return new WatchedColumn(column, property.GetColumnType(table), isField(property.Name) && !property.IsKey());
        }
        foreach (WatchedColumn column in type.GetComplexProperties().SelectMany(complex => Columns(complex.ComplexType, table, isField(complex.Name))))
            yield return column;
        foreach (IReadOnlyNavigation part in OwnedBy(type))
        {
            IReadOnlyEntityType target = part.TargetEntityType;
            bool isSynced = isField(part.Name);
            if (target.GetContainerColumnName() is { } json)
                yield return new WatchedColumn(json, target.GetContainerColumnType(), isSynced);
            else if (TableOf(target) == table)
            {
                foreach (WatchedColumn column in Columns(target, table, _ => isSynced))
                    yield return column;
            }
        }
    }

    private static IEnumerable<WatchedColumn> Columns(IReadOnlyComplexType complex, StoreObjectIdentifier table, bool isField)
    {
        if (complex.GetContainerColumnName() is { } json)
            return [new WatchedColumn(json, complex.GetContainerColumnType(), isField)];
        return complex.GetProperties().Select(property => (Name: property.GetColumnName(table), Type: property.GetColumnType(table)))
            .Where(column => column.Name is not null)
            .Select(column => new WatchedColumn(column.Name!, column.Type, isField))
            .Concat(complex.GetComplexProperties().SelectMany(inner => Columns(inner.ComplexType, table, isField)));
    }

    /// <summary>The owned parts that have tables of their own.</summary>
    public static IEnumerable<IReadOnlyEntityType> PartsOf(IReadOnlyEntityType type, Func<string, bool> isField)
    {
        foreach (IReadOnlyEntityType part in OwnedBy(type).Where(part => isField(part.Name)).Select(part => part.TargetEntityType).Where(part => part.GetContainerColumnName() is null))
        {
            if (TableOf(part) != TableOf(part.FindOwnership()!.PrincipalEntityType))
                yield return part;
            foreach (IReadOnlyEntityType inner in PartsOf(part, _ => true))
                yield return inner;
        }
    }

    private static IEnumerable<IReadOnlyNavigation> OwnedBy(IReadOnlyEntityType type) =>
        type.GetNavigations().Where(navigation => navigation.ForeignKey.IsOwnership && !navigation.IsOnDependent);

    /// <summary>The property of an owned part that holds the key of the entity which it belongs to in the end.</summary>
    private static IReadOnlyProperty RootKeyOf(IReadOnlyEntityType part)
    {
        IReadOnlyForeignKey ownership = part.FindOwnership()!;
        if (!ownership.PrincipalEntityType.IsOwned())
            return ownership.Properties[0];
        IReadOnlyProperty above = RootKeyOf(ownership.PrincipalEntityType);
        int place = ownership.PrincipalKey.Properties.ToList().IndexOf(above);
        return place >= 0 ? ownership.Properties[place] : throw new NotSupportedException($"{part.DisplayName()} does not hold the key of what it belongs to, so no trigger can name it.");
    }
}
