using System.Text.Json.Serialization;

namespace Athens.Sync;

/// <summary>What a change does to its entity.</summary>
[JsonConverter(typeof(WireEnumConverter<ChangeOp>))]
public enum ChangeOp
{
    /// <summary>Makes the entity.</summary>
    Create,

    /// <summary>Sets fields.</summary>
    Update,

    /// <summary>Moves the status field, and may set fields with it.</summary>
    UpdateStatus,

    /// <summary>Makes an entity of a type that is only ever added to.</summary>
    Append,

    /// <summary>Deletes the entity.</summary>
    Delete,
}
