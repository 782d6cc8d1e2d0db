namespace Athens.Sync.Merging;

/// <summary>The finest part of a field's value at which a merge is decided.</summary>
public enum MergeGrain
{
    /// <summary>The whole value.</summary>
    Field,

    /// <summary>Each key of a JSON object by itself.</summary>
    MapKey,

    /// <summary>Each element of a JSON array by itself; the array is a set, without order or repetition.</summary>
    SetElement,
}
