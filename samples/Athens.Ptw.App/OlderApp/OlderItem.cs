using System.Text.Json;
using System.Text.Json.Nodes;

namespace Athens.Ptw.App.OlderApp;

/// <summary>One item of the older app's queue: a change as it travels, and where it stands.</summary>
/// <param name="Json">All of it, as it was kept: what this app does not know of is not lost.</param>
internal sealed record OlderItem(JsonObject Json)
{
    /// <summary>The members that the wire has; the others were the older app's own.</summary>
    private static readonly string[] OfTheWire = ["entity", "op", "offline_id", "server_id", "client_version", "data", "changed_at"];

    public string OfflineId => Text("offline_id") ?? "";

    public string Entity => Text("entity") ?? "";

    public string Op => Text("op") ?? "";

    public string? Key => Text("server_id");

    public string? Status => Text("status");

    /// <summary>Why it needs a person; null while it waits to be sent.</summary>
    public string? Trouble => Text("trouble");

    public JsonObject Data => Json["data"] as JsonObject ?? [];

    /// <summary>The change, as it is sent.</summary>
    public JsonObject Wire()
    {
        var wire = new JsonObject();
        foreach (string name in OfTheWire.Where(name => Json[name] is not null))
            wire[name] = Json[name]!.DeepClone();
        return wire;
    }

    public OlderItem With(string trouble)
    {
        var json = (JsonObject)Json.DeepClone();
        json["trouble"] = trouble;
        return new OlderItem(json);
    }

    private string? Text(string name) => Json[name] is JsonValue value && value.GetValueKind() is JsonValueKind.String ? value.GetValue<string>() : Json[name]?.ToString();
}
