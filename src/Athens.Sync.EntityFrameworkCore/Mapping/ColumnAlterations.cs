using System.Text.Json;
using Athens.Sync.EntityFrameworkCore.Dialects;
using Athens.Sync.Modeling;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Athens.Sync.EntityFrameworkCore.Mapping;

/// <summary>What becomes of the fields of an entity type when they are stored and read back.</summary>
internal sealed class ColumnAlterations
{
    private readonly EntityModel entity;
    private readonly Dictionary<string, (FieldModel Field, IProperty Property, Func<object, object> Alter)> altered;

    public ColumnAlterations(EntityModel entity, IEntityType type, Dialect dialect)
    {
        this.entity = entity;
        altered = new(StringComparer.Ordinal);
        foreach (FieldModel field in entity.Fields)
        {
            if (type.FindProperty(field.PropertyName) is { PropertyInfo: not null } property && AlterationBy(property, dialect) is { } alter)
                altered[field.Name] = (field, property, alter);
        }
    }

    /// <summary>The values as they will be read back. A value that is not of its field's type stays as it is: it will be refused.</summary>
    public FieldValues Apply(FieldValues values)
    {
        if (altered.Count == 0)
            return values;
        object? scratch = null;
        foreach ((string name, (FieldModel field, IProperty property, Func<object, object> alter)) in altered)
        {
            if (!values.TryGetValue(name, out JsonElement value) || Parse(field, value) is not { } parsed)
                continue;
            scratch ??= Activator.CreateInstance(entity.ClrType)!;
            property.PropertyInfo!.SetValue(scratch, alter(parsed));
            values = values.With(name, field.Read(scratch));
        }
        return values;
    }

    private static object? Parse(FieldModel field, JsonElement value)
    {
        try
        {
            return field.Parse(value);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Func<object, object>? AlterationBy(IProperty property, Dialect dialect)
    {
        RelationalTypeMapping column = property.GetRelationalTypeMapping();
        Func<object, object>? stored = dialect.AlterationBy(column);
        if (column.Converter is not { } converter)
            return stored;
        if (stored is null && !MayLose(converter.ModelClrType))
            return null;
        return value => converter.ConvertFromProvider(stored is null ? converter.ConvertToProvider(value) : stored(converter.ConvertToProvider(value)!))!;
    }

    /// <summary>Converters of these can drop a part of the value: a fraction, an offset, a scale.</summary>
    private static bool MayLose(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is { } plain
        && (plain == typeof(decimal) || plain == typeof(double) || plain == typeof(float) || plain == typeof(DateTimeOffset) || plain == typeof(DateTime) || plain == typeof(TimeSpan) || plain == typeof(TimeOnly));
}
