namespace Athens.Sync.Server;

/// <summary>The entities of a batch as they stand after the changes decided so far.</summary>
internal sealed class WorkingSet(IReadOnlyDictionary<EntityId, ServerEntity> locked)
{
    private readonly Dictionary<EntityId, ServerEntity> entities = new(locked);
    private readonly Dictionary<EntityId, (long? MadeOn, long Version)> clean = [];

    private WorkingSet(WorkingSet other) : this(other.entities) => clean = new(other.clean);

    /// <summary>The same entities, to go on from separately.</summary>
    public WorkingSet Copy() => new(this);

    public ServerEntity? Find(EntityId id) => entities.GetValueOrDefault(id);

    public void Put(ServerEntity entity) => entities[entity.Id] = entity;

    /// <summary>Notes that a change was taken in just as it was made, and what version it left.</summary>
    public void NoteClean(EntityId id, long? madeOn, long version) =>
        clean[id] = (clean.TryGetValue(id, out (long? MadeOn, long Version) first) ? first.MadeOn : madeOn, version);

    /// <summary>Notes that the entity's next change meets more than its own predecessor.</summary>
    public void NoteMet(EntityId id) => clean.Remove(id);

    /// <summary>The version that a change was made on, its clean predecessor's result counted as what it was made on.</summary>
    public long? MadeOn(EntityId id, long? clientVersion) =>
        clean.TryGetValue(id, out (long? MadeOn, long Version) predecessor) && clientVersion == (predecessor.MadeOn ?? 0)
            ? predecessor.Version
            : clientVersion;
}
