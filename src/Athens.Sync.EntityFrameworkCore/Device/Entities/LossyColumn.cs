using Athens.Sync.Modeling;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Athens.Sync.EntityFrameworkCore.Device.Entities;

/// <summary>Knows what SQLite's columns do not keep. Found here, it is refused; found later, it would look like an edit.</summary>
internal static class LossyColumn
{
    /// <summary>What of the field's values its column loses; null where nothing.</summary>
    public static string? Of(FieldModel field, IProperty property)
    {
        Type stored = property.GetRelationalTypeMapping().Converter?.ProviderClrType ?? property.ClrType;
        stored = Nullable.GetUnderlyingType(stored) ?? stored;
        Type declared = Nullable.GetUnderlyingType(field.ClrType) ?? field.ClrType;
        if (stored == typeof(decimal))
            return "its scale";
        if (stored == typeof(DateTime))
            return "whether it is UTC";
        return declared == typeof(DateTimeOffset) && stored != typeof(DateTimeOffset) && stored != typeof(string) ? "its offset" : null;
    }
}
