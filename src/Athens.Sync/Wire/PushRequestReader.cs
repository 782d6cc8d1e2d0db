using System.Text.Json;

namespace Athens.Sync.Wire;

/// <summary>
/// Reads a push as any client may send it. The envelope is held to the protocol; each change is read by itself, so
/// that one which cannot be read gets its verdict and the others are taken in.
/// </summary>
public static class PushRequestReader
{
    /// <summary>How many temporary keys a change may name, on the average of a push.</summary>
    private const int KeysPerChangeMax = 16;

    /// <summary>Reads a request from its UTF-8 JSON. Properties that the protocol does not know are ignored.</summary>
    /// <returns>
    /// A request in which each element of <c>changes</c> is either in <see cref="PushRequest.Changes"/> or, as the
    /// rejection it gets, in <see cref="PushRequest.Malformed"/>.
    /// </returns>
    /// <exception cref="WireException">
    /// The body is not JSON, has a duplicate key, is nested too deep, or is not the envelope of a push within the limits.
    /// </exception>
    public static PushRequest Read(ReadOnlyMemory<byte> body, SyncLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        JsonElement root = WireBody.Parse(body.Span, limits);
        if (root.ValueKind is not JsonValueKind.Object)
            throw new WireException($"The body is not an object but {Json.Describe(root)}.");
        var envelope = new WireObject(root, limits);
        PushRequest request = ReadEnvelope(envelope);
        if (envelope.Fault is { } fault)
            throw new WireException(fault.Sentence);
        request = request with { Resolutions = ReadResolutions(envelope, limits), Keys = ReadKeys(envelope, limits), Reserve = ReserveReader.Read(envelope.Find("reserve"), limits) };
        return ReadChanges(request, envelope, limits);
    }

    private static PushRequest ReadEnvelope(WireObject envelope) => new()
    {
        DeviceId = envelope.RequiredText("device_id"),
        ClientTime = ClientTime(envelope),
        Scope = envelope.Text("scope") is { Length: > 0 } scope ? scope : null,
        Epoch = envelope.Text("epoch") is { Length: > 0 } epoch ? epoch : null,
        SchemaVersion = (int?)envelope.Integer("schema_version", 0, int.MaxValue),
        Generation = envelope.Text("generation") is { Length: > 0 } generation ? generation : null,
        FormerDeviceId = envelope.Text("former_device_id") is { Length: > 0 } former ? former : null,
        Acknowledged = envelope.Integer("acknowledged", 0),
    };

    /// <summary>Nothing is decided by it, so a clock in a form of its own does not keep a device from sending.</summary>
    private static DateTimeOffset? ClientTime(WireObject envelope) =>
        envelope.Find("client_time") is { ValueKind: JsonValueKind.String } value && WireText.IsText(value)
            ? WireMoment.Parse(value.GetString()!)
            : null;

    private static PushRequest ReadChanges(PushRequest request, WireObject envelope, SyncLimits limits)
    {
        if (envelope.Find("changes") is not { } elements)
            throw new WireException("changes: It is missing.");
        var changes = new List<Change>();
        var malformed = new List<RejectedChange>();
        IReadOnlyList<EntityId> unreadable = [];
        foreach (JsonElement element in Elements(elements, "changes", limits))
        {
            (Change? change, RejectedChange? rejected) = ChangeReader.Read(element, limits);
            if (change is not null)
            {
                changes.Add(change with { Unreadable = unreadable });
                unreadable = [];
                continue;
            }
            malformed.Add(rejected!);
            if (ChangeReader.EntityOf(element, limits) is { } entity)
                unreadable = [.. unreadable, entity];
        }
        return request with { Changes = changes, Malformed = malformed };
    }

    private static List<ResolvedConflict> ReadResolutions(WireObject envelope, SyncLimits limits)
    {
        var resolutions = new List<ResolvedConflict>();
        if (envelope.Find("resolutions") is not { } elements)
            return resolutions;
        foreach (JsonElement element in Elements(elements, "resolutions", limits))
        {
            (ResolvedConflict? resolved, WireFault? fault) = ResolvedConflictReader.Read(element, limits);
            resolutions.Add(resolved ?? throw new WireException(fault!.In($"resolutions[{resolutions.Count}]").Sentence));
        }
        return resolutions;
    }

    private static List<AssignedKey>? ReadKeys(WireObject envelope, SyncLimits limits)
    {
        if (envelope.Find("keys") is not { } elements)
            return null;
        var keys = new List<AssignedKey>();
        foreach (JsonElement element in Elements(elements, "keys", limits.ChangesMax * KeysPerChangeMax))
        {
            var source = new WireObject(element.ValueKind is JsonValueKind.Object ? element : throw new WireException($"keys[{keys.Count}]: An object was expected, not {Json.Describe(element)}."), limits);
            string entity = source.RequiredText("entity");
            string? temporary = source.Key("temporary_key");
            string? key = source.Key("server_id");
            if (source.Fault is { } fault)
                throw new WireException(fault.In($"keys[{keys.Count}]").Sentence);
            keys.Add(temporary is not null && key is not null ? new AssignedKey(entity, temporary, key) : throw new WireException($"keys[{keys.Count}]: A key is missing."));
        }
        return keys;
    }

    private static JsonElement.ArrayEnumerator Elements(JsonElement value, string name, SyncLimits limits) => Elements(value, name, limits.ChangesMax);

    private static JsonElement.ArrayEnumerator Elements(JsonElement value, string name, int most)
    {
        if (value.ValueKind is not JsonValueKind.Array)
            throw new WireException($"{name}: An array was expected, not {Json.Describe(value)}.");
        int count = value.GetArrayLength();
        return count <= most
            ? value.EnumerateArray()
            : throw new WireException($"{name}: It has {count} elements; at most {most} go into one push.");
    }
}
