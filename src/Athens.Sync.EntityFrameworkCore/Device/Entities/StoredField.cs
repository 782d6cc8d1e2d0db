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
        if (converter is not null && Property.PropertyInfo!.GetValue(entity) is { } value)
            Property.PropertyInfo.SetValue(entity, converter.ConvertFromProvider(converter.ConvertToProvider(value)));
    }
}
