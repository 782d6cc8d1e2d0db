using Athens.Sync.EntityFrameworkCore.Conversions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Athens.Sync.EntityFrameworkCore.Bulk;

/// <summary>A column of rows that are written at once. Values go to it by EF's own mapping of the property.</summary>
/// <param name="property">The property that it holds.</param>
/// <param name="name">Its name, as it is written in SQL.</param>
/// <param name="type">What a parameter of its statement is made by: the column's own mapping, or that of an array of its values.</param>
internal sealed class BulkColumn(IProperty property, string name, RelationalTypeMapping type)
{
    private readonly RelationalTypeMapping mapping = property.GetRelationalTypeMapping();
    private readonly ValueComparer comparer = property.GetValueComparer();

    /// <summary>True for a property that is compared by the text that its column has: that text is its snapshot.</summary>
    private readonly bool comparesJson = property.GetValueComparer() is IJsonComparer && property.GetRelationalTypeMapping().Converter?.ProviderClrType == typeof(string);

    private readonly IClrPropertyGetter? getter = property.IsShadowProperty() ? null : property.GetGetter();

    public string Name { get; } = name;

    public RelationalTypeMapping Type { get; } = type;

    /// <summary>True where the order in which rows get their values may decide whether they can have them.</summary>
    public bool IsUnique { get; } = property.GetContainingIndexes().Any(index => index.IsUnique);

    /// <summary>True where it names a row of another table.</summary>
    public bool Refers { get; } = property.IsForeignKey();

    /// <summary>The property's value, as EF reads it.</summary>
    public object? Read(object row) => getter!.GetClrValue(row);

    /// <summary>The property's value, kept apart from what becomes of the object.</summary>
    public object? Snapshot(object row) => comparesJson ? ToColumn(Read(row)) : comparer.Snapshot(Read(row));

    /// <summary>True where the property has another value than when a snapshot was taken of it.</summary>
    public bool Differs(object row, object? snapshot) => comparesJson ? !Equals(ToColumn(Read(row)), snapshot) : !comparer.Equals(snapshot, Read(row));

    /// <summary>A value as the provider takes it.</summary>
    public object? ToColumn(object? value) => mapping.Converter is { } converter ? converter.ConvertToProvider(value) : value;

    /// <summary>True for a value in whose place EF would make one.</summary>
    public bool IsMissing(object? value) => property.ValueGenerated is not ValueGenerated.Never && Equals(value, property.Sentinel);

    /// <summary>Values of the column as an array of what the provider takes.</summary>
    public Array ToArray(IEnumerable<object?> values)
    {
        object?[] taken = [.. values];
        var array = Array.CreateInstance(Type.ClrType.GetElementType()!, taken.Length);
        for (int n = 0; n < taken.Length; n++)
            array.SetValue(taken[n], n);
        return array;
    }
}
