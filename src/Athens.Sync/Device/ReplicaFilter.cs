namespace Athens.Sync.Device;

/// <summary>Says which replicas are wanted.</summary>
public sealed record ReplicaFilter
{
    /// <summary>The entity type's wire name.</summary>
    public required string Type { get; init; }

    /// <summary>
    /// True when those are wanted too that the user does not see (<see cref="ReplicaEntity.IsVisible"/>): deleted and not yet told to
    /// the server, or come before their parent.
    /// </summary>
    public bool IncludesHidden { get; init; }

    /// <summary>True when the replica is wanted.</summary>
    public bool Takes(ReplicaEntity replica)
    {
        ArgumentNullException.ThrowIfNull(replica);
        return replica.Type == Type && (IncludesHidden || replica.IsVisible);
    }
}
