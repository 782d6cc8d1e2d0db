using System.Text.Json.Serialization;

namespace Athens.Sync.Feed;

[JsonSerializable(typeof(Checkpoint))]
internal sealed partial class CheckpointJson : JsonSerializerContext;
