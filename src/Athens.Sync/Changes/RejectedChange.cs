using System.Text.Json;
using System.Text.Json.Serialization;

namespace Athens.Sync;

/// <summary>The change is refused for good; nothing of it was written.</summary>
public sealed record RejectedChange : Outcome
{
    /// <summary>Why.</summary>
    public required RejectionReason Reason { get; init; }

    /// <summary>The reason in words or by field: a JSON string, or an object from field to text.</summary>
    [JsonConverter(typeof(OptionalValueConverter))]
    public JsonElement? Detail { get; init; }
}
