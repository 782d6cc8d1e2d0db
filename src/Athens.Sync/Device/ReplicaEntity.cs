using System.Text.Json.Serialization;

namespace Athens.Sync.Device;

/// <summary>The device's copy of one entity: what the server holds, and what the user sees. Immutable.</summary>
public sealed record ReplicaEntity
{
    /// <summary>The entity type's wire name.</summary>
    public required string Type { get; init; }

    /// <summary>The key.</summary>
    public required string Key { get; init; }

    /// <summary>The server's version that <see cref="Server"/> is; 0 when the server is not known to have the entity.</summary>
    public long Version { get; init; }

    /// <summary>The server's state; the last one when it deleted the entity; null when it is not known to have it.</summary>
    public FieldValues? Server { get; init; }

    /// <summary>True when the server deleted the entity, or it left the scope.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>True when this device deleted the entity: its version is kept, for the user may make it again.</summary>
    public bool IsDeletedHere { get; init; }

    /// <summary>The server's state with the outbox's changes over it: what the user sees. Null when it is deleted locally.</summary>
    [JsonIgnore]
    public FieldValues? Local { get; init; }

    /// <summary>The local state as it is kept, where it is another than the server's.</summary>
    [JsonInclude]
    [JsonPropertyName("local")]
    internal FieldValues? LocalApart
    {
        get => ShowsServer ? null : Local;
        init => Local = value;
    }

    /// <summary>True when the local state is the server's, which is then kept once. It stands behind the two: a record is read in the order of its members.</summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    internal bool ShowsServer
    {
        get => Local is not null && Server is not null && Local.IsToTheLetter(Server);
        init => Local = value ? Server : Local;
    }

    /// <summary>How the entity stands with the server.</summary>
    public EntitySyncState SyncState { get; init; }

    /// <summary>True when the entity came before its parent: it is kept and not shown until that one is here.</summary>
    public bool AwaitsParent { get; init; }

    /// <summary>
    /// The key that the server has given the entity since. The record then holds nothing else: it is there so that the entity is
    /// found by the temporary key, too.
    /// </summary>
    public string? AssignedKey { get; init; }

    /// <summary>The positions of the outbox's items that name the entity's temporary key; null where its key is its own.</summary>
    public IReadOnlyList<long>? NamedBy { get; init; }

    /// <summary>The scope whose feed last told of the entity; null when none has, or it left that scope.</summary>
    public string? Scope { get; init; }

    /// <summary>The round of pulling (<see cref="DeviceState.Round"/>) in which the server last told of the entity.</summary>
    public long Round { get; init; }

    /// <summary>Which entity.</summary>
    [JsonIgnore]
    public EntityId Id => new(Type, Key);

    /// <summary>True when the user sees the entity: it has a local state and awaits no parent.</summary>
    [JsonIgnore]
    public bool IsVisible => Local is not null && !AwaitsParent;
}
