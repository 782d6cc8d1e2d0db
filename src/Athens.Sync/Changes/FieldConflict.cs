using System.Text.Json;
using System.Text.Json.Serialization;

namespace Athens.Sync;

/// <summary>One field that could not be decided.</summary>
public sealed record FieldConflict
{
    /// <summary>The client's value; null when the client did not set the field but relies on it.</summary>
    [JsonConverter(typeof(OptionalValueConverter))]
    public JsonElement? Client { get; init; }

    /// <summary>The server's value.</summary>
    [JsonConverter(typeof(OptionalValueConverter))]
    public JsonElement? Server { get; init; }

    /// <summary>The value that the client replaced; null when the client did not say.</summary>
    [JsonConverter(typeof(OptionalValueConverter))]
    public JsonElement? Base { get; init; }

    /// <summary>The name of the field's merge strategy.</summary>
    public required string MergeHint { get; init; }
}
