namespace Athens.Sync;

/// <summary>
/// An entity of the replica holds a value that this version of the app cannot hold, such as a new member of an enumeration. It is
/// kept, stays in step with the server, and can be read once the app can.
/// </summary>
public sealed class UnreadableEntityException(EntityId entity, string field, Exception inner)
    : SyncException($"{entity} cannot be read: {field} holds a value that this version of the app cannot hold.", inner)
{
    /// <summary>The entity.</summary>
    public EntityId Entity { get; } = entity;

    /// <summary>The wire name of the field at fault; the key's property where it is the key.</summary>
    public string Field { get; } = field;
}
