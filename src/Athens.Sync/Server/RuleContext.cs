using System.Text.Json;
using Athens.Sync.Modeling;

namespace Athens.Sync.Server;

/// <summary>A change before it is taken in: the row as it is and as it will be, and how a rule refuses or completes it.</summary>
public sealed class RuleContext
{
    private readonly Dictionary<string, string> invalid = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> denied = new(StringComparer.Ordinal);

    internal RuleContext(EntityModel entity, Change change, SyncCaller caller, DateTimeOffset now, ServerEntity? before, ServerEntity after)
    {
        Entity = entity;
        Change = change;
        Caller = caller;
        Now = now;
        Before = before;
        After = after;
        Transition = TransitionOf();
    }

    /// <summary>The entity type.</summary>
    public EntityModel Entity { get; }

    /// <summary>The change as it was sent.</summary>
    public Change Change { get; }

    /// <summary>Who sent it.</summary>
    public SyncCaller Caller { get; }

    /// <summary>The server's clock.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>The entity as it is; null when the change makes it.</summary>
    public ServerEntity? Before { get; }

    /// <summary>The entity as it will be; a tombstone when the change deletes it.</summary>
    public ServerEntity After { get; private set; }

    /// <summary>The status move that the change makes, if it makes one; a new entity's has no <c>From</c>.</summary>
    public StatusMove? Transition { get; }

    /// <summary>Why the caller may not do this; null as long as nothing was denied.</summary>
    public string? Denial { get; private set; }

    /// <summary>The fields that the caller may not set, each with why; empty as long as there are none.</summary>
    public IReadOnlyDictionary<string, string> DeniedFields => denied;

    /// <summary>What is not acceptable, by field; empty as long as everything is.</summary>
    public IReadOnlyDictionary<string, string> Errors => invalid;

    internal bool IsRefused => Denial is not null || denied.Count > 0 || invalid.Count > 0;

    /// <summary>The entity as it is, as the app's own type; null when the change makes it.</summary>
    public T? BeforeAs<T>()
        where T : class => Before is null ? null : (T)Entity.Materialize(Before.Id.Key, Before.State);

    /// <summary>The entity as it will be, as the app's own type. To change it, use <see cref="Set(string, JsonElement)"/>.</summary>
    public T AfterAs<T>()
        where T : class => (T)Entity.Materialize(After.Id.Key, After.State);

    /// <summary>True when the field's value will differ from what it is.</summary>
    public bool Alters(string field) => !Entity.Field(field).AreEqual(Before?.State.Find(field), After.State.Find(field));

    /// <summary>Refuses the change: the caller may not do this.</summary>
    /// <param name="detail">Why, for the caller.</param>
    public void Deny(string detail) => Denial ??= detail;

    /// <summary>Refuses the change: the caller may not set this field.</summary>
    /// <param name="field">The field's wire name. Name only what the caller sent: a refusal must tell of nothing else.</param>
    /// <param name="message">Why, for the caller.</param>
    public void Deny(string field, string message) => denied.TryAdd(field, message);

    /// <summary>Refuses the change: a value is not acceptable.</summary>
    /// <param name="field">The field's wire name.</param>
    /// <param name="message">What is wrong, for a person.</param>
    public void Invalid(string field, string message) => invalid.TryAdd(field, message);

    /// <summary>Sets a field on the server's behalf; server-owned ones too.</summary>
    public void Set(string field, JsonElement value)
    {
        Entity.Field(field).Parse(value);
        After = After with { State = After.State.With(field, value) };
    }

    /// <summary>Sets a text field on the server's behalf.</summary>
    public void Set(string field, string value) => Set(field, Json.Of(value));

    private StatusMove? TransitionOf()
    {
        if (Entity.Status is not { } status || After.IsDeleted)
            return null;
        string? from = Text(Before?.State.Find(status.Field.Name));
        string? to = Text(After.State.Find(status.Field.Name));
        return to is null || from == to ? null : new StatusMove(from, to);
    }

    private static string? Text(JsonElement? value) => value is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
