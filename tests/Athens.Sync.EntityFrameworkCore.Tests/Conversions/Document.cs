using System.Text.Json;

namespace Athens.Sync.EntityFrameworkCore.Tests.Conversions;

/// <summary>An entity of properties that are kept as JSON.</summary>
public sealed class Document
{
    public string Id { get; set; } = "";

    public Dictionary<string, JsonElement> Map { get; set; } = [];

    public List<string> Names { get; set; } = [];

    public JsonElement Any { get; set; }

    public List<string>? Missing { get; set; }
}
