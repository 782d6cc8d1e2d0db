using System.Globalization;

namespace Athens.Sync.Modeling;

/// <summary>Keys as text, as they are on the wire.</summary>
internal static class EntityKeys
{
    public static bool IsSupported(Type type) =>
        type == typeof(string) || type == typeof(Guid) || type == typeof(int) || type == typeof(long);

    public static string ToText(object? key) => key switch
    {
        null => "",
        string text => text,
        Guid id => id == Guid.Empty ? "" : id.ToString("D"),
        int number => number == 0 ? "" : number.ToString(CultureInfo.InvariantCulture),
        long number => number == 0 ? "" : number.ToString(CultureInfo.InvariantCulture),
        _ => throw new FormatException($"A key cannot be a {key.GetType().Name}."),
    };

    public static object FromText(Type type, string text)
    {
        if (type == typeof(string))
            return text;
        if (type == typeof(Guid))
            return Guid.ParseExact(text, "D");
        if (type == typeof(int))
            return int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
    }
}
