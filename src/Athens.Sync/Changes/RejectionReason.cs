using System.Text.Json.Serialization;

namespace Athens.Sync;

/// <summary>Why a change is refused.</summary>
[JsonConverter(typeof(WireEnumConverter<RejectionReason>))]
public enum RejectionReason
{
    /// <summary>A value is not acceptable.</summary>
    ValidationError,

    /// <summary>The caller may not do this.</summary>
    PermissionDenied,

    /// <summary>There is no such entity where the caller may look.</summary>
    NotFound,

    /// <summary>The change does not say which entity it means.</summary>
    MissingServerId,

    /// <summary>The model has no such entity type.</summary>
    UnknownEntity,

    /// <summary>There is no such operation, or not for this entity type.</summary>
    UnknownOp,

    /// <summary>The entity type has no such field.</summary>
    UnknownField,

    /// <summary>The field is not the caller's to set.</summary>
    FieldNotWritable,

    /// <summary>The idempotency key was used for another change.</summary>
    IdempotencyKeyReused,

    /// <summary>The change is larger than a limit allows.</summary>
    TooLarge,

    /// <summary>The change was made under a newer schema than the server knows: to be sent again when the server is newer.</summary>
    UnknownSchema,
}
