using System.Text.Json;
using System.Text.Json.Serialization;

namespace Athens.Sync;

/// <summary>Says that a merge rule dropped a value that a person wrote.</summary>
public sealed record MergeReceipt
{
    /// <summary>The field's wire name.</summary>
    public required string Field { get; init; }

    /// <summary>The value both sides started from; null when it is not known.</summary>
    [JsonConverter(typeof(OptionalValueConverter))]
    public JsonElement? Base { get; init; }

    /// <summary>The client's value.</summary>
    [JsonConverter(typeof(OptionalValueConverter))]
    public JsonElement? Client { get; init; }

    /// <summary>The server's value.</summary>
    [JsonConverter(typeof(OptionalValueConverter))]
    public JsonElement? Server { get; init; }

    /// <summary>The strategy that decided.</summary>
    public required string Rule { get; init; }

    /// <summary>What the field became.</summary>
    [JsonConverter(typeof(OptionalValueConverter))]
    public JsonElement? Result { get; init; }
}
