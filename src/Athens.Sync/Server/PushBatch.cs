using Athens.Sync.Changes;

namespace Athens.Sync.Server;

/// <summary>The changes of one push that go through one transaction, and who sends them.</summary>
internal sealed record PushBatch
{
    public required IReadOnlyList<Change> Changes { get; init; }

    /// <summary>Decisions that send nothing further.</summary>
    public IReadOnlyList<ResolvedConflict> Resolutions { get; init; } = [];

    public required SyncCaller Caller { get; init; }

    public required string Device { get; init; }

    public string? Generation { get; init; }

    /// <summary>The id that the device had before.</summary>
    public string? FormerDevice { get; init; }

    /// <summary>How far the device has acknowledged; null when it does not say.</summary>
    public long? Acknowledged { get; init; }

    /// <summary>The schema of changes that do not tell theirs; null where the device does not, either.</summary>
    public int? SchemaVersion { get; init; }

    /// <summary>The scope of new entities that name none.</summary>
    public required string Scope { get; init; }

    /// <summary>The keys that stand behind temporary ones: those that the device knows, and those that earlier creates of the same push were given.</summary>
    public required KeyMap Keys { get; init; }

    /// <summary>Entities of which an earlier change of the same push was not taken in.</summary>
    public required HashSet<EntityId> Unresolved { get; init; }

    public DeviceKey DeviceKey => new(Caller.Tenant, Caller.User, Device);

    public IdempotencyKey FormerKeyOf(string offlineId, string entity) => new(Caller.Tenant, Caller.User, FormerDevice!, offlineId, entity);

    public IdempotencyKey KeyOf(string offlineId, string entity) => new(Caller.Tenant, Caller.User, Device, offlineId, entity);
}
