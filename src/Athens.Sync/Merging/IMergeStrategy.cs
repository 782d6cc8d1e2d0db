namespace Athens.Sync.Merging;

/// <summary>
/// Decides what a field becomes when client and server both moved it away from the base, or when there is no base.
/// Must be a pure function: the same input gives the same answer on every machine, in every culture, for ever.
/// </summary>
public interface IMergeStrategy
{
    /// <summary>The strategy's name in conflicts, as the <c>merge_hint</c>; lower case with underscores.</summary>
    string Name { get; }

    /// <summary>The finest part of a value at which the three-way table is applied before the strategy is asked.</summary>
    MergeGrain Grain { get; }

    /// <summary>The laws that the bare function keeps; the testing package checks what is claimed here.</summary>
    MergeLaws Laws { get; }

    /// <summary>True when the strategy decides by stamps; the server then keeps one for each such field.</summary>
    bool UsesStamps => false;

    /// <summary>
    /// True when two sides that moved to the same value have both moved: each added one, and the result has two. Where the
    /// base is known, the strategy is then asked although server equals client.
    /// </summary>
    bool Accumulates => false;

    /// <summary>
    /// Merges two values, or says that it cannot. At <see cref="MergeGrain.MapKey"/> it is asked about the values of one
    /// key, where null is a key that is not there; about the field's values where these are no maps.
    /// </summary>
    MergeResult Merge(in MergeInput input);
}
