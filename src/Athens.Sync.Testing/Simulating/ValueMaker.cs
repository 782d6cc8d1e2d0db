using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Athens.Sync.Modeling;

namespace Athens.Sync.Testing.Simulating;

/// <summary>Makes new values for fields: some that nobody else writes, so that they can be followed, and some that collide on purpose.</summary>
internal sealed class ValueMaker(SimulationOptions options, Random random)
{
    private static readonly string[] MapKeys = ["k0", "k1", "k2"];

    private long made;

    /// <summary>Every piece of text that was made, by type and field.</summary>
    public HashSet<string> Words { get; } = new(StringComparer.Ordinal);

    /// <summary>Members that somebody took out of a set.</summary>
    public HashSet<string> TakenOut { get; } = new(StringComparer.Ordinal);

    /// <summary>What a user makes of a field; null where the simulator does not know what the field may hold.</summary>
    public JsonElement? Next(FieldModel field, JsonElement current)
    {
        if (options.Value(field, random) is { } given)
            return given;
        if (field.IsNullable && random.Next(8) == 0)
            return JsonElement.Parse("null");
        Type type = Nullable.GetUnderlyingType(field.ClrType) ?? field.ClrType;
        return field.Kind switch
        {
            ValueKind.Boolean => JsonElement.Parse(random.Next(2) == 0 ? "true" : "false"),
            ValueKind.Number => Number(field, type, current),
            ValueKind.Text when type == typeof(string) => Text(random.Next(4) == 0 ? $"w{random.Next(3)}" : $"w{++made}x"),
            ValueKind.Timestamp when type == typeof(DateTimeOffset) => JsonSerializer.SerializeToElement(DateTimeOffset.UnixEpoch.AddSeconds(random.Next())),
            ValueKind.Set when IsListOfText(type) => Set(field, current),
            ValueKind.Map when type.IsGenericType => Map(type, current),
            _ => null,
        };
    }

    private static JsonElement? Number(FieldModel field, Type type, JsonElement current, Random random) => (field.Strategy.Name, Whole(type)) switch
    {
        (_, null) => null,
        ("counter", true) => JsonElement.Parse((Value(current) + random.Next(1, 4)).ToString(CultureInfo.InvariantCulture)),
        (_, true) => JsonElement.Parse(random.Next(100).ToString(CultureInfo.InvariantCulture)),
        _ => JsonElement.Parse((Value(current) + 1.5m).ToString(CultureInfo.InvariantCulture)),
    };

    private JsonElement? Number(FieldModel field, Type type, JsonElement current) => Number(field, type, current, random);

    private static decimal Value(JsonElement current) => current.ValueKind is JsonValueKind.Number && current.TryGetDecimal(out decimal value) ? value : 0;

    /// <summary>True for whole numbers of at least 16 bits, false for fractions, null for what holds less.</summary>
    private static bool? Whole(Type type) => Type.GetTypeCode(type) switch
    {
        _ when type.IsEnum => null,
        TypeCode.Int16 or TypeCode.Int32 or TypeCode.Int64 or TypeCode.UInt32 or TypeCode.UInt64 => true,
        TypeCode.Decimal or TypeCode.Double => false,
        _ => null,
    };

    private JsonElement Text(string word)
    {
        Words.Add(word);
        return JsonSerializer.SerializeToElement(word);
    }

    private static bool IsListOfText(Type type) =>
        type == typeof(string[]) || type.GetInterfaces().Append(type).Any(i => i == typeof(IEnumerable<string>));

    private JsonElement Set(FieldModel field, JsonElement current)
    {
        List<string> members = current.ValueKind is JsonValueKind.Array ? [.. current.EnumerateArray().Select(e => e.GetString()!)] : [];
        if (members.Count > 0 && !field.NeverLess && random.Next(5) == 0)
        {
            string member = members[random.Next(members.Count)];
            TakenOut.Add(member);
            members.Remove(member);
        }
        else
        {
            members.Add(Text($"w{++made}x").GetString()!);
        }
        return JsonSerializer.SerializeToElement(members);
    }

    private JsonElement? Map(Type type, JsonElement current)
    {
        JsonNode? value = type.GetGenericArguments()[^1] switch
        {
            var of when of == typeof(bool) || of == typeof(JsonElement) => JsonValue.Create(random.Next(3) > 0),
            var of when of == typeof(string) => JsonNode.Parse(Text($"w{++made}x").GetRawText()),
            var of when of == typeof(int) => JsonValue.Create(random.Next(100)),
            _ => null,
        };
        if (value is null)
            return null;
        JsonObject map = current.ValueKind is JsonValueKind.Object ? JsonObject.Create(current)! : [];
        map[MapKeys[random.Next(MapKeys.Length)]] = value;
        return JsonElement.Parse(map.ToJsonString());
    }
}
