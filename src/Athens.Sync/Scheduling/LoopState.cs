namespace Athens.Sync.Scheduling;

/// <summary>
/// What a loop knows. Immutable. Its moments are counted from when the loop was made, by a clock that only goes forward, so that
/// a device whose wall clock is set does not lie still for years.
/// </summary>
internal sealed record LoopState
{
    /// <summary>False when the device was told that it has no network, and no cycle has shown otherwise since.</summary>
    public bool IsOnline { get; init; } = true;

    /// <summary>True when the device was told so since the last cycle began: that this one ends well shows nothing.</summary>
    public bool IsCutOff { get; init; }

    /// <summary>True while a cycle is under way, whoever began it.</summary>
    public bool IsRunning { get; init; }

    /// <summary>True when the server refused the caller: trying again by itself would only be refused again.</summary>
    public bool IsRefused { get; init; }

    /// <summary>How many cycles failed since one ended well.</summary>
    public int Failures { get; init; }

    /// <summary>When the first local change was made that no cycle has begun after.</summary>
    public TimeSpan? FirstChange { get; init; }

    /// <summary>When the last such change was made.</summary>
    public TimeSpan? LastChange { get; init; }

    /// <summary>When a try is due that was asked for: by a start, a reconnect, a notification.</summary>
    public TimeSpan? AskedFor { get; init; }

    /// <summary>When a try is due because the last one failed.</summary>
    public TimeSpan? Retry { get; init; }

    /// <summary>True when the server itself asked to be left alone until <see cref="Retry"/>.</summary>
    public bool IsHeldOff { get; init; }

    /// <summary>When a try is due because the last one is long ago.</summary>
    public TimeSpan Regular { get; init; }
}
