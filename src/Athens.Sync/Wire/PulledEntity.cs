using System.Text.Json.Serialization;

namespace Athens.Sync.Wire;

/// <summary>One entity as the feed gives it.</summary>
public sealed record PulledEntity
{
    /// <summary>The entity type's wire name.</summary>
    public required string Entity { get; init; }

    /// <summary>The key.</summary>
    public required string ServerId { get; init; }

    /// <summary>The version.</summary>
    public required long Version { get; init; }

    /// <summary>True when the entity was deleted, or left the scope.</summary>
    public bool Deleted { get; init; }

    /// <summary>True when the entity lives on in another scope: it is gone from this one only. Then <see cref="Deleted"/> is true as well.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Left { get; init; }

    /// <summary>The whole state; null when deleted.</summary>
    public FieldValues? Data { get; init; }
}
