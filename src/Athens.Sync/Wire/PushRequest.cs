using System.Text.Json.Serialization;

namespace Athens.Sync.Wire;

/// <summary>A batch of changes from one device.</summary>
public sealed record PushRequest
{
    /// <summary>The device; 1 to 128 characters.</summary>
    public required string DeviceId { get; init; }

    /// <summary>The device's clock when it sent this.</summary>
    public DateTimeOffset? ClientTime { get; init; }

    /// <summary>The scope that new entities get where they do not say; null means the caller's own.</summary>
    public string? Scope { get; init; }

    /// <summary>The server history that the device knows; null before its first pull.</summary>
    public string? Epoch { get; init; }

    /// <summary>The schema version of changes that carry none.</summary>
    public int? SchemaVersion { get; init; }

    /// <summary>Names the run of change numbers; a device that lost its memory begins a new one.</summary>
    public string? Generation { get; init; }

    /// <summary>The id that the device had before it registered anew; its changes are looked for under that one too.</summary>
    public string? FormerDeviceId { get; init; }

    /// <summary>Every change up to this number has its verdict on the device's disk.</summary>
    public long? Acknowledged { get; init; }

    /// <summary>The keys that the server gave for temporary ones that <see cref="Changes"/> still name; null where they name none.</summary>
    public IReadOnlyList<AssignedKey>? Keys { get; init; }

    /// <summary>Decisions that send nothing further: use_server and discard.</summary>
    public IReadOnlyList<ResolvedConflict> Resolutions { get; init; } = [];

    /// <summary>Blocks of values that the device asks for; null when it asks for none.</summary>
    public IReadOnlyList<ReserveRequest>? Reserve { get; init; }

    /// <summary>The changes, in the order in which they were made.</summary>
    public IReadOnlyList<Change> Changes { get; init; } = [];

    /// <summary>Verdicts on what was sent as a change and could not be read as one.</summary>
    [JsonIgnore]
    public IReadOnlyList<RejectedChange> Malformed { get; init; } = [];
}
