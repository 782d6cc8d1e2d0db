using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Athens.Ptw.App.OlderApp;

/// <summary>JSON of any shape, without reflection.</summary>
[JsonSerializable(typeof(JsonNode))]
internal sealed partial class OlderJson : JsonSerializerContext;
