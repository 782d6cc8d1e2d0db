using System.Buffers;
using System.Text.Json;
using Athens.Sync;
using Athens.Sync.Wire;

namespace Athens.Ptw.Host.Resources;

/// <summary>Turns the body of a POST or PATCH into one change, read and held to the limits as any device's is.</summary>
/// <param name="Entity">The entity type's wire name.</param>
/// <param name="Op">What is done, by its wire name.</param>
/// <param name="OfflineId">A new one: a request that is made twice is two changes.</param>
internal sealed record ResourceChange(string Entity, string Op, string OfflineId)
{
    /// <summary>The device that these changes come from, as far as the engine is concerned.</summary>
    public const string Device = "rest";

    /// <summary>The entity's id, from the path; null where the body may say it.</summary>
    public string? Id { get; init; }

    /// <summary>What the caller says that the change is made on; null where the body may say it.</summary>
    public long? Version { get; init; }

    /// <returns>The change, or the verdict on what is none.</returns>
    /// <exception cref="WireException">The body is not a JSON object, or says that it is of another entity.</exception>
    public (Change? Change, RejectedChange? Fault) Read(ReadOnlyMemory<byte> body, SyncLimits limits)
    {
        JsonElement root = Parse(body);
        var envelope = new ArrayBufferWriter<byte>(body.Length + 512);
        using (var writer = new Utf8JsonWriter(envelope))
            Write(writer, root);
        PushRequest push = PushRequestReader.Read(envelope.WrittenMemory, limits);
        return push.Changes is [var change] ? (WithoutIdentity(change), null) : (null, push.Malformed[0]);
    }

    private static JsonElement Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            JsonElement root = JsonElement.Parse(body.Span, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return root.ValueKind is JsonValueKind.Object ? root : throw new WireException("The body is not a JSON object.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new WireException("The body is not JSON, or names a property twice.", e);
        }
    }

    private void Write(Utf8JsonWriter writer, JsonElement root)
    {
        writer.WriteStartObject();
        writer.WriteString("device_id", Device);
        writer.WriteStartArray("changes");
        writer.WriteStartObject();
        writer.WriteString("entity", Entity);
        writer.WriteString("op", Op);
        writer.WriteString("offline_id", OfflineId);
        WriteAsItCame(writer, "server_id", Id is null ? Find(root, ResourceJson.Id) : JsonSerializer.SerializeToElement(Id));
        WriteAsItCame(writer, "client_version", Version is null ? Find(root, ResourceJson.Version) : JsonSerializer.SerializeToElement(Version));
        WriteAsItCame(writer, "data", root);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>What is wrong in a value is for the reader to find.</summary>
    private static void WriteAsItCame(Utf8JsonWriter writer, string name, JsonElement? value)
    {
        if (value is not { } given)
            return;
        writer.WritePropertyName(name);
        writer.WriteRawValue(given.GetRawText());
    }

    private static JsonElement? Find(JsonElement root, string name) => root.TryGetProperty(name, out JsonElement value) ? value : null;

    private Change WithoutIdentity(Change change) =>
        Id is not null && change.Data.Find(ResourceJson.Id) is { } id && id.ToString() != Id
            ? throw new WireException("The id in the body is another than the one in the path.")
            : change with { Data = change.Data.Where(name => name is not (ResourceJson.Id or ResourceJson.Version)) };
}
