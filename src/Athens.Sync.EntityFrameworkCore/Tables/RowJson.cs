using System.Text.Json.Serialization;

namespace Athens.Sync.EntityFrameworkCore.Tables;

/// <summary>The JSON metadata of what columns of the engine's own tables hold.</summary>
[JsonSerializable(typeof(Dictionary<long, string>))]
[JsonSerializable(typeof(List<string>))]
[JsonSerializable(typeof(List<long>))]
internal sealed partial class RowJson : JsonSerializerContext;
