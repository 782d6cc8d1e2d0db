using System.Text.Json;

namespace Athens.Sync.Merging;

/// <summary>What a strategy merges. Values are as stored; a value that is not there at all is null here.</summary>
public readonly record struct MergeInput
{
    /// <summary>The value both sides started from; null when it is not known or was not there.</summary>
    public JsonElement? Base { get; init; }

    /// <summary>False when nothing is known of the value both sides started from.</summary>
    public bool HasBase { get; init; }

    /// <summary>The client's value; null where the client removed it.</summary>
    public required JsonElement? Client { get; init; }

    /// <summary>The server's value; null where the server has none.</summary>
    public required JsonElement? Server { get; init; }

    /// <summary>When and by whom the client's value was written, where known.</summary>
    public Stamp? ClientStamp { get; init; }

    /// <summary>When and by whom the server's value was written, where known.</summary>
    public Stamp? ServerStamp { get; init; }

    /// <summary>How two values of this field compare.</summary>
    public required ValueKind Kind { get; init; }
}
