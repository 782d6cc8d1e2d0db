namespace Athens.Sync.EntityFrameworkCore.Tests.Stress.Sessions;

/// <summary>What a history can show that a server must not do.</summary>
internal enum Anomaly
{
    /// <summary>Two writes were told that they made one version: one of them has overwritten the other.</summary>
    VersionGivenTwice,

    /// <summary>There is a later version, and nobody was told of this one.</summary>
    VersionGivenToNobody,

    /// <summary>A version's count is not what the version before and the write make of it.</summary>
    LostUpdate,

    /// <summary>A write was told a version no later than one that had been acknowledged before it was sent.</summary>
    WriteOutOfOrder,

    /// <summary>A version or a count was read that no write was told of.</summary>
    ReadOfWhatNobodyWrote,

    /// <summary>A session read an older version than it had read before.</summary>
    MonotonicReads,

    /// <summary>A session's read misses a write of its own.</summary>
    ReadYourWrites,

    /// <summary>A session's write is no later than an earlier one of its own.</summary>
    MonotonicWrites,

    /// <summary>A session's write is no later than what it had read.</summary>
    WritesFollowReads,

    /// <summary>A read shows a write and misses what its writer had read or written before.</summary>
    Causality,

    /// <summary>A read shows a part of a transaction.</summary>
    TornTransaction,

    /// <summary>A read misses what was acknowledged to anybody before it was asked.</summary>
    StaleRead,
}
