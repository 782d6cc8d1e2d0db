using Athens.Sync.EntityFrameworkCore.Conversions;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Athens.Sync.EntityFrameworkCore;

/// <summary>Maps properties so that nothing of a value is lost in its column.</summary>
public static class AthensSyncPropertyExtensions
{
    /// <summary>
    /// Keeps the property as JSON text, for lists, maps and whatever else JSON can write. A change inside of it is noticed, and
    /// it comes back to the letter: numbers keep their digits, objects the order of their keys.
    /// </summary>
    public static PropertyBuilder<T> HasJsonConversion<T>(this PropertyBuilder<T> property)
    {
        ArgumentNullException.ThrowIfNull(property);
        return property.HasConversion(new JsonConverter<T>(), new JsonComparer<T>());
    }

    /// <summary>Keeps the decimal as text with its scale, which SQLite's own mapping cuts off. The database cannot calculate with it or order by it.</summary>
    public static PropertyBuilder<decimal> HasExactConversion(this PropertyBuilder<decimal> property)
    {
        ArgumentNullException.ThrowIfNull(property);
        return property.HasConversion(new ExactDecimalConverter());
    }

    /// <inheritdoc cref="HasExactConversion(PropertyBuilder{decimal})"/>
    public static PropertyBuilder<decimal?> HasExactConversion(this PropertyBuilder<decimal?> property)
    {
        ArgumentNullException.ThrowIfNull(property);
        return property.HasConversion(new ExactDecimalConverter());
    }

    /// <summary>Keeps the timestamp as text with its ticks and its offset, which PostgreSQL's own type does not hold. The database orders it as text.</summary>
    public static PropertyBuilder<DateTimeOffset> HasExactConversion(this PropertyBuilder<DateTimeOffset> property)
    {
        ArgumentNullException.ThrowIfNull(property);
        return property.HasConversion(new ExactTimestampConverter());
    }

    /// <inheritdoc cref="HasExactConversion(PropertyBuilder{DateTimeOffset})"/>
    public static PropertyBuilder<DateTimeOffset?> HasExactConversion(this PropertyBuilder<DateTimeOffset?> property)
    {
        ArgumentNullException.ThrowIfNull(property);
        return property.HasConversion(new ExactTimestampConverter());
    }
}
