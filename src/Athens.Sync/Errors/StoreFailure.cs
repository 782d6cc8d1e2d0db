namespace Athens.Sync;

/// <summary>Why a store could not do what it was asked.</summary>
public enum StoreFailure
{
    /// <summary>Something else holds it, or a transaction lost a race: trying again may help.</summary>
    Busy,

    /// <summary>The data breaks a rule of the store: a unique index, a foreign key, a length.</summary>
    Constraint,

    /// <summary>There is no room left.</summary>
    Full,

    /// <summary>What is stored cannot be read.</summary>
    Corrupt,

    /// <summary>It belongs to another user of the device.</summary>
    OtherUser,

    /// <summary>It was written by a newer version of the app, under a schema that this one does not know.</summary>
    NewerSchema,

    /// <summary>The store was closed.</summary>
    Closed,

    /// <summary>The storage itself fails: it cannot be reached, read or written.</summary>
    Unavailable,

    /// <summary>What is stored is encrypted with a key that was not given, or is in the clear where it should not be. It was left as it is.</summary>
    WrongKey,
}
