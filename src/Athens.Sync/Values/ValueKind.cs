namespace Athens.Sync;

/// <summary>What a field's JSON value stands for: it decides which two values count as equal.</summary>
public enum ValueKind
{
    /// <summary>Any JSON, compared by content; numbers by value, object keys without order.</summary>
    Json,

    /// <summary>Text, compared character by character.</summary>
    Text,

    /// <summary>A number, compared by value: 1 is 1.0.</summary>
    Number,

    /// <summary>A boolean.</summary>
    Boolean,

    /// <summary>A moment with its offset, compared as an instant: <c>Z</c> is <c>+00:00</c>.</summary>
    Timestamp,

    /// <summary>An array without order or repetition.</summary>
    Set,

    /// <summary>An object, key by key.</summary>
    Map,

    /// <summary>A UUID, compared without case.</summary>
    Uuid,
}
