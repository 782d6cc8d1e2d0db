using System.Runtime.InteropServices;
using System.Text.Json;

namespace Athens.Sync.Wire;

/// <summary>Holds the values of a change to the limits and to text that can be read back.</summary>
internal static class ValueCheck
{
    private const int BytesPerCharMax = 3;

    /// <summary>The first fault in an object of fields, named by field; null when there is none.</summary>
    /// <param name="fields">A JSON object without duplicate keys.</param>
    /// <param name="name">What the object is called.</param>
    /// <param name="limits">The limits.</param>
    public static WireFault? Of(JsonElement fields, string name, SyncLimits limits)
    {
        if (fields.GetPropertyCount() > limits.FieldsMax)
            return WireFault.TooLarge(name, $"It has more than {limits.FieldsMax} fields.");
        foreach (JsonProperty field in fields.EnumerateObject())
        {
            if (!WireText.IsText(field))
                return WireFault.Invalid(name, $"A field's name: {WireText.Wrong}");
            if (field.Name.Length > limits.KeyCharsMax)
                return WireFault.TooLarge(name, $"A field's name is longer than {limits.KeyCharsMax} characters.");
            if (OfValue(field.Value, limits) is { } fault)
                return fault with { Name = field.Name };
        }
        return null;
    }

    /// <summary>As for an object of fields, for what was not read from one.</summary>
    public static WireFault? Of(FieldValues fields, string name, SyncLimits limits)
    {
        if (fields.Count > limits.FieldsMax)
            return WireFault.TooLarge(name, $"It has more than {limits.FieldsMax} fields.");
        foreach ((string field, JsonElement value) in fields.Fields)
        {
            if (!WireText.IsText(field))
                return WireFault.Invalid(name, $"A field's name: {WireText.Wrong}");
            if (field.Length > limits.KeyCharsMax)
                return WireFault.TooLarge(name, $"A field's name is longer than {limits.KeyCharsMax} characters.");
            if (OfValue(value, limits) is { } fault)
                return fault with { Name = field };
        }
        return null;
    }

    private static WireFault? OfValue(JsonElement value, SyncLimits limits) => value.ValueKind switch
    {
        JsonValueKind.String => OfText(value, limits),
        JsonValueKind.Number => OfNumber(value, limits),
        JsonValueKind.Array => OfArray(value, limits),
        JsonValueKind.Object => OfObject(value, limits),
        _ => null,
    };

    private static WireFault? OfText(JsonElement value, SyncLimits limits)
    {
        if (!WireText.IsText(value))
            return WireFault.Invalid(null, WireText.Wrong);
        return WireText.IsLonger(value, limits.TextBytesMax)
            ? WireFault.TooLarge(null, $"A text is longer than {limits.TextBytesMax} bytes.")
            : null;
    }

    private static WireFault? OfNumber(JsonElement value, SyncLimits limits) =>
        JsonMarshal.GetRawUtf8Value(value).Length > limits.NumberCharsMax
            ? WireFault.TooLarge(null, $"A number is longer than {limits.NumberCharsMax} characters.")
            : null;

    private static WireFault? OfArray(JsonElement value, SyncLimits limits)
    {
        if (value.GetArrayLength() > limits.ArrayMax)
            return WireFault.TooLarge(null, $"An array has more than {limits.ArrayMax} elements.");
        foreach (JsonElement element in value.EnumerateArray())
        {
            if (OfValue(element, limits) is { } fault)
                return fault;
        }
        return null;
    }

    private static WireFault? OfObject(JsonElement value, SyncLimits limits)
    {
        if (value.GetPropertyCount() > limits.FieldsMax)
            return WireFault.TooLarge(null, $"An object has more than {limits.FieldsMax} fields.");
        foreach (JsonProperty property in value.EnumerateObject())
        {
            if (!WireText.IsText(property))
                return WireFault.Invalid(null, $"The name of a key: {WireText.Wrong}");
            if (property.Name.Length > limits.TextBytesMax / BytesPerCharMax)
                return WireFault.TooLarge(null, "The name of a key is too long.");
            if (OfValue(property.Value, limits) is { } fault)
                return fault;
        }
        return null;
    }
}
