namespace Athens.Sync.Modeling;

/// <summary>Who may set a field.</summary>
public enum FieldAccess
{
    /// <summary>Any change may set it.</summary>
    Writable,

    /// <summary>Only the create (or append) that makes the entity may set it.</summary>
    CreateOnly,

    /// <summary>Only the server's own code sets it.</summary>
    ServerOwned,
}
