using System.Text.Json;

namespace Athens.Sync.Wire;

/// <summary>Reads one element of a push: a change, or the verdict on what is none.</summary>
internal static class ChangeReader
{
    /// <summary>The change; or, in its place, a rejection that echoes which one it was as far as that can be read.</summary>
    public static (Change? Change, RejectedChange? Rejected) Read(JsonElement element, SyncLimits limits)
    {
        if (element.ValueKind is not JsonValueKind.Object)
            return (null, Reject(element, limits, WireFault.Invalid(null, $"A change is an object, not {Json.Describe(element)}.")));
        var source = new WireObject(element, limits);
        Change change = ReadFrom(source);
        return source.Fault is { } fault ? (null, Reject(element, limits, fault)) : (change, null);
    }

    /// <summary>The entity that an unreadable change is of, where it says so.</summary>
    public static EntityId? EntityOf(JsonElement element, SyncLimits limits)
    {
        if (element.ValueKind is not JsonValueKind.Object)
            return null;
        var source = new WireObject(element, limits);
        return source.Text("entity") is { Length: > 0 } entity && source.Key("server_id") is { } key ? new EntityId(entity, key) : null;
    }

    private static Change ReadFrom(WireObject source)
    {
        string entity = source.RequiredText("entity");
        string offlineId = source.RequiredText("offline_id");
        ChangeOp? op = source.Member<ChangeOp>("op", RejectionReason.UnknownOp);
        if (op is null)
            source.Note(WireFault.Invalid("op", "It is missing."));
        return new Change
        {
            Entity = entity,
            Op = op ?? default,
            OfflineId = offlineId,
            Number = source.Integer("number", 1),
            ServerId = source.Key("server_id"),
            ClientVersion = source.Integer("client_version", 0),
            Data = source.Fields("data") ?? FieldValues.Empty,
            Base = source.Fields("base"),
            ChangedAt = source.Moment("changed_at"),
            SchemaVersion = (int?)source.Integer("schema_version", 0, int.MaxValue),
            Traceparent = source.Text("traceparent"),
            Resolves = source.Resolved("resolves"),
        };
    }

    private static RejectedChange Reject(JsonElement element, SyncLimits limits, WireFault fault) => new()
    {
        Entity = Echo(element, "entity", limits),
        OfflineId = Echo(element, "offline_id", limits),
        Reason = fault.Reason,
        Detail = fault.Name is null ? Json.Of(fault.Text) : Json.Build(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString(fault.Name, fault.Text);
            writer.WriteEndObject();
        }),
    };

    private static string Echo(JsonElement element, string name, SyncLimits limits)
    {
        if (element.ValueKind is not JsonValueKind.Object || !element.TryGetProperty(name, out JsonElement value))
            return "";
        return value.ValueKind switch
        {
            JsonValueKind.String when WireText.IsText(value) => WireText.Cut(value.GetString()!, limits.KeyCharsMax),
            JsonValueKind.Number => WireText.Cut(value.GetRawText(), limits.KeyCharsMax),
            _ => "",
        };
    }
}
