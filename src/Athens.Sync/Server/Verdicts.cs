using System.Text.Json;
using Athens.Sync.Modeling;

namespace Athens.Sync.Server;

/// <summary>Makes verdicts that echo the change they are on.</summary>
internal static class Verdicts
{
    public static RejectedChange Reject(Change change, RejectionReason reason, string detail) =>
        new() { Entity = change.Entity, OfflineId = change.OfflineId, Reason = reason, Detail = Json.Of(detail) };

    public static RejectedChange Reject(Change change, RejectionReason reason, string field, string message) =>
        Reject(change, reason, new Dictionary<string, string> { [field] = message });

    public static RejectedChange Reject(Change change, RejectionReason reason, IReadOnlyDictionary<string, string> detail) => new()
    {
        Entity = change.Entity,
        OfflineId = change.OfflineId,
        Reason = reason,
        Detail = Json.Build(writer =>
        {
            writer.WriteStartObject();
            foreach ((string field, string message) in detail)
                writer.WriteString(field, message);
            writer.WriteEndObject();
        }),
    };

    /// <summary>What is not there and what the caller may not see get the same answer.</summary>
    public static RejectedChange NotFound(Change change) =>
        Reject(change, RejectionReason.NotFound, $"There is no such {change.Entity}.");

    /// <summary>The database itself refuses the change; by which rule is the server's own matter.</summary>
    public static RejectedChange BreaksARule(Change change) =>
        Reject(change, RejectionReason.ValidationError, "It breaks a rule of the database.");

    public static ConflictedChange Conflict(Change change, ConflictReason reason, ServerEntity? server, string? detail = null, IReadOnlyDictionary<string, FieldConflict>? fields = null) => new()
    {
        Entity = change.Entity,
        OfflineId = change.OfflineId,
        ServerId = change.ServerId,
        Reason = reason,
        ClientVersion = change.ClientVersion,
        ServerVersion = server?.Version,
        Detail = detail,
        Fields = fields ?? new Dictionary<string, FieldConflict>(),
        ServerState = server?.State,
    };

    public static FieldConflict Field(FieldModel field, Change change, ServerEntity server) => new()
    {
        Client = change.Data.Find(field.Name),
        Server = server.State.Find(field.Name) ?? Json.Null,
        Base = change.Base?.Find(field.Name),
        MergeHint = field.Strategy.Name,
    };
}
