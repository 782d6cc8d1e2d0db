using System.Collections;
using Athens.Sync.Merging;

namespace Athens.Sync.Modeling;

/// <summary>Finds how a property's values compare.</summary>
internal static class ValueKinds
{
    public static ValueKind Of(Type clrType, IMergeStrategy strategy) => strategy.Grain switch
    {
        MergeGrain.SetElement => ValueKind.Set,
        _ => OfType(Nullable.GetUnderlyingType(clrType) ?? clrType),
    };

    private static ValueKind OfType(Type type)
    {
        if (type == typeof(string))
            return ValueKind.Text;
        if (type == typeof(Guid))
            return ValueKind.Uuid;
        if (type == typeof(DateTimeOffset) || type == typeof(DateTime))
            return ValueKind.Timestamp;
        if (typeof(IDictionary).IsAssignableFrom(type))
            return ValueKind.Map;
        return type.IsEnum ? ValueKind.Json : OfTypeCode(Type.GetTypeCode(type));
    }

    private static ValueKind OfTypeCode(TypeCode code) => code switch
    {
        TypeCode.Boolean => ValueKind.Boolean,
        >= TypeCode.SByte and <= TypeCode.Decimal => ValueKind.Number,
        _ => ValueKind.Json,
    };
}
