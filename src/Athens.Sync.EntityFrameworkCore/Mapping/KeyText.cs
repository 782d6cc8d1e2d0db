using System.Globalization;
using Athens.Sync.Modeling;

namespace Athens.Sync.EntityFrameworkCore.Mapping;

/// <summary>Keys as text, as the feed holds them.</summary>
internal static class KeyText
{
    /// <summary>The text of a CLR key; empty for null.</summary>
    public static string Of(object? key) => key switch
    {
        null => "",
        string text => text,
        Guid id => id.ToString("D"),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new FormatException($"A key cannot be a {key.GetType().Name}."),
    };

    /// <summary>True where a text is the key of an entity that replicas can name.</summary>
    public static bool IsKey(EntityModel entity, string text) => text.Length > 0
        && TryParse(entity, text) is { } key
        && (key is string || !key.Equals(Activator.CreateInstance(entity.KeyType)));

    /// <summary>The CLR key of a text; null where the text is no key of this type, or not the one text that a key has.</summary>
    public static object? TryParse(EntityModel entity, string text)
    {
        try
        {
            object key = entity.ParseKey(text);
            return Of(key) == text ? key : null;
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return null;
        }
    }
}
