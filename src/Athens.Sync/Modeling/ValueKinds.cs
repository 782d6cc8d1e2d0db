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

    /// <summary>True for types of one value that hold no floating-point number.</summary>
    public static bool IsExact(Type clrType)
    {
        Type type = Nullable.GetUnderlyingType(clrType) ?? clrType;
        return type == typeof(string) || type == typeof(Guid) || type == typeof(DateTimeOffset) || type.IsEnum
            || Type.GetTypeCode(type) is not (TypeCode.Object or TypeCode.Single or TypeCode.Double);
    }

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
