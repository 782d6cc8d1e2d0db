using System.Text;
using Athens.Sync.Modeling;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Athens.Sync.EntityFrameworkCore.Device.Entities;

/// <summary>A declared field and the column that holds it.</summary>
internal sealed class StoredField(FieldModel field, IProperty property)
{
    private readonly ValueConverter? converter = property.GetRelationalTypeMapping().Converter;

    public FieldModel Field { get; } = field;

    public IProperty Property { get; } = property;

    /// <summary>Gives the object the value that will be read back from the column.</summary>
    public void Settle(object entity)
    {
        if (converter is null && Property.ClrType != typeof(string))
            return;
        if (Property.PropertyInfo!.GetValue(entity) is not { } value)
            return;
        object? stored = converter is null ? value : converter.ConvertToProvider(value);
        if (stored is string text)
            stored = Settle(text);
        Property.PropertyInfo.SetValue(entity, converter is null ? stored : converter.ConvertFromProvider(stored));
    }

    /// <summary>SQLite's text ends at U+0000, and is UTF-8, which has no half of a surrogate pair.</summary>
    private static string Settle(string text)
    {
        int end = text.IndexOf('\0', StringComparison.Ordinal);
        string whole = end < 0 ? text : text[..end];
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(whole));
    }
}
