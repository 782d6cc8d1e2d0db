namespace Athens.Sync.Device;

/// <summary>What one commit changed; or that something other than this engine wrote to the store, so that anything may have changed.</summary>
internal sealed record DeviceChange
{
    /// <summary>The entities whose replica was written or removed.</summary>
    public IReadOnlyCollection<EntityId> Entities { get; init; } = [];

    /// <summary>The positions of the outbox's items that were written or removed.</summary>
    public IReadOnlyCollection<long> Positions { get; init; } = [];

    /// <summary>True when it is not known what changed.</summary>
    public bool IsUnknown { get; init; }

    /// <summary>True when a cycle wrote it; false when the app did, so that there may be something new to send.</summary>
    public bool IsOfCycle { get; init; }

    public static DeviceChange Of(DeviceCommit commit, bool isOfCycle) => new()
    {
        Entities = [.. commit.PutReplicas.Select(replica => replica.Id), .. commit.DeleteReplicas],
        Positions = [.. commit.PutItems.Select(item => item.Position), .. commit.DeleteItems],
        IsOfCycle = isOfCycle,
    };
}
