namespace Athens.Sync.Merging;

/// <summary>Algebraic laws of a merge strategy's bare function, wherever it gives a value.</summary>
[Flags]
public enum MergeLaws
{
    /// <summary>
    /// No law is claimed beyond determinism, and beyond agreement and replay, which every strategy keeps that does not
    /// accumulate: two equal values give that value, and a change merged a second time alters nothing.
    /// </summary>
    None = 0,

    /// <summary>Client and server may change places.</summary>
    Commutative = 1,

    /// <summary>Three values merge to the same result in either grouping.</summary>
    Associative = 2,

    /// <summary>A value merged with itself is itself.</summary>
    Idempotent = 4,

    /// <summary>A side that equals the base leaves the other side's value.</summary>
    Identity = 8,
}
