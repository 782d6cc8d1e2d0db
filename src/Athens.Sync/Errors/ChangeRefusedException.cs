namespace Athens.Sync;

/// <summary>An edit was not taken into the outbox, because the server would refuse it; nothing was written.</summary>
public sealed class ChangeRefusedException(EntityId entity, string message) : SyncException(message)
{
    /// <summary>The entity that was edited.</summary>
    public EntityId Entity { get; } = entity;
}
