using System.Text.Json;
using System.Text.Json.Serialization;

namespace Athens.Sync.Wire;

/// <summary>The JSON metadata of everything that travels, and of what stores keep in the same form.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PushRequest))]
[JsonSerializable(typeof(PushResponse))]
[JsonSerializable(typeof(PullRequest))]
[JsonSerializable(typeof(PullResponse))]
[JsonSerializable(typeof(Change))]
[JsonSerializable(typeof(AppliedChange))]
[JsonSerializable(typeof(ConflictedChange))]
[JsonSerializable(typeof(RejectedChange))]
[JsonSerializable(typeof(ResolvedConflict))]
[JsonSerializable(typeof(Dictionary<string, Stamp>))]
[JsonSerializable(typeof(JsonElement))]
public sealed partial class WireJson : JsonSerializerContext
{
    /// <summary>The metadata with the engine's writer: text is not escaped beyond what JSON asks.</summary>
    public static WireJson Instance => Holder.Instance;

    private static class Holder
    {
        public static readonly WireJson Instance = new(new JsonSerializerOptions(Default.Options)
        {
            Encoder = Json.WriterOptions.Encoder,
            AllowDuplicateProperties = false,
        });
    }
}
