using System.Text.Json.Serialization;

namespace Athens.Sync;

/// <summary>Why a change needs a decision.</summary>
[JsonConverter(typeof(WireEnumConverter<ConflictReason>))]
public enum ConflictReason
{
    /// <summary>The server moved since, and the values differ.</summary>
    StaleVersion,

    /// <summary>The change says neither what it was made on nor what it replaced.</summary>
    MissingClientVersion,

    /// <summary>The status cannot move like that from where the server is.</summary>
    InvalidTransition,

    /// <summary>The entity was deleted on the server.</summary>
    DeletedOnServer,

    /// <summary>The key of a create is taken by other content.</summary>
    AlreadyExists,

    /// <summary>A change that this one builds on was not taken in; this one was not tried.</summary>
    PredecessorUnresolved,

    /// <summary>The change was made on a version that the server has not reached.</summary>
    UnknownVersion,
}
