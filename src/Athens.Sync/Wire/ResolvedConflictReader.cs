using System.Text.Json;

namespace Athens.Sync.Wire;

/// <summary>Reads which conflict was decided, and how.</summary>
internal static class ResolvedConflictReader
{
    public static (ResolvedConflict? Resolved, WireFault? Fault) Read(JsonElement element, SyncLimits limits)
    {
        if (element.ValueKind is not JsonValueKind.Object)
            return (null, WireFault.Invalid(null, $"An object was expected, not {Json.Describe(element)}."));
        var source = new WireObject(element, limits);
        string offlineId = source.RequiredText("offline_id");
        string? entity = source.Text("entity");
        string? serverId = source.Key("server_id");
        ResolutionKind? resolution = source.Member<ResolutionKind>("resolution", RejectionReason.ValidationError);
        DateTimeOffset? at = source.Moment("at");
        if (resolution is null)
            source.Note(WireFault.Invalid("resolution", "It is missing."));
        return source.Fault is { } fault
            ? (null, fault)
            : (new ResolvedConflict { OfflineId = offlineId, Entity = entity, ServerId = serverId, Resolution = resolution!.Value, At = at }, null);
    }
}
