namespace Athens.Sync;

/// <summary>Tells which conflict was decided, and how.</summary>
public sealed record ResolvedConflict
{
    /// <summary>The offline id of the change that met the conflict; it is closed by this.</summary>
    public required string OfflineId { get; init; }

    /// <summary>The entity type's wire name; needed where no further change tells it.</summary>
    public string? Entity { get; init; }

    /// <summary>The entity's key; needed where no further change tells it.</summary>
    public string? ServerId { get; init; }

    /// <summary>What the person chose.</summary>
    public required ResolutionKind Resolution { get; init; }

    /// <summary>When, by the device's clock.</summary>
    public DateTimeOffset? At { get; init; }
}
