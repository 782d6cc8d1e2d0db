using System.Globalization;
using System.Text.Json;
using Athens.Sync.Device;
using Athens.Sync.Merging;

namespace Athens.Sync.Blazor.Labels;

/// <summary>What the components call an app's entities, fields and values. Derive it to give them the app's own words.</summary>
public class SyncLabels
{
    /// <summary>The words that are used where an app gives none of its own.</summary>
    public static SyncLabels Default { get; } = new();

    /// <summary>An entity type, such as <c>Isolation point</c> for <c>isolation_point</c>.</summary>
    public virtual string TypeName(string type) => Words(type);

    /// <summary>A field, such as <c>Planned start</c>.</summary>
    public virtual string FieldName(string type, string field) => Words(field);

    /// <summary>A text, number or date within a field; lists and maps are laid out by the component, part by part.</summary>
    public virtual string Value(string type, string field, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.String => Text(value),
        _ => value.GetRawText(),
    };

    /// <summary>One entity, as its users know it, such as a permit's title.</summary>
    public virtual ValueTask<string> TitleAsync(SyncClient client, EntityId entity, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult($"{TypeName(entity.Type)} {Short(entity.Key)}");

    /// <summary>The page of an entity; null where it has none.</summary>
    public virtual string? Link(EntityId entity) => null;

    /// <summary>A moment in the user's own time and culture.</summary>
    public virtual string Moment(DateTimeOffset moment) => moment.ToLocalTime().ToString("g", CultureInfo.CurrentCulture);

    /// <summary>Why a change needs a decision, for a person.</summary>
    public virtual string Reason(ConflictReason? reason) => reason switch
    {
        ConflictReason.StaleVersion => "Someone else changed the same fields",
        ConflictReason.MissingClientVersion => "The change does not say what it was made on",
        ConflictReason.InvalidTransition => "The status cannot move like this any more",
        ConflictReason.DeletedOnServer => "It was deleted on the server",
        ConflictReason.AlreadyExists => "It exists on the server already",
        ConflictReason.PredecessorUnresolved => "An earlier change of it waits for a decision",
        ConflictReason.UnknownVersion => "The server does not know the version it was made on",
        _ => "The server refused it",
    };

    /// <summary>How a field merges, for a person.</summary>
    public virtual string Rule(IMergeStrategy strategy)
    {
        ArgumentNullException.ThrowIfNull(strategy);
        // By its name on the wire a field that a person decides looks like one where the later edit stays.
        return ReferenceEquals(strategy, MergeStrategy.Manual) ? "you decide" : strategy.Name switch
        {
            "set_merge" => "what both added stays",
            "true_wins" => "a tick stays",
            "false_wins" => "an open tick stays",
            "max" => "the higher stays",
            "min" => "the lower stays",
            "monotonic" => "the further one stays",
            "counter" => "both are added up",
            "map_merge" => "merged entry by entry",
            "text_merge" => "merged line by line",
            "last_write_wins" => "the later one stays",
            "client_wins" => "mine stays",
            "server_wins" => "the server's stays",
            _ => strategy.Name.Replace('_', ' '),
        };
    }

    /// <summary>What a change does, for a person.</summary>
    public virtual string Operation(ChangeOp op) => op switch
    {
        ChangeOp.Create or ChangeOp.Append => "New",
        ChangeOp.Delete => "Deleted",
        ChangeOp.UpdateStatus => "Status",
        _ => "Edited",
    };

    /// <summary>Where a change stands, for a person.</summary>
    public virtual string Status(OutboxStatus status) => status switch
    {
        OutboxStatus.Pending => "Waiting",
        OutboxStatus.Syncing => "Sending",
        OutboxStatus.Synced => "Synced",
        OutboxStatus.Conflict => "Conflict",
        _ => "Refused",
    };

    /// <summary>Words for a name of the wire: <c>isolation_point</c> becomes <c>Isolation point</c>.</summary>
    protected static string Words(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string words = name.Replace('_', ' ').Trim();
        return words.Length == 0 ? name : char.ToUpper(words[0], CultureInfo.CurrentCulture) + words[1..];
    }

    private string Text(JsonElement value)
    {
        string text = value.GetString()!;
        return text.Length >= 19 && text[10] == 'T' && value.TryGetDateTimeOffset(out DateTimeOffset moment) ? Moment(moment) : text;
    }

    private static string Short(string key) => key.Length <= 12 ? key : "…" + key[^8..];
}
