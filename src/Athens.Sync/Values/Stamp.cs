namespace Athens.Sync;

/// <summary>Who last wrote a value and when: the order that <c>last_write_wins</c> decides by.</summary>
/// <param name="At">When the value was written, by the writer's clock, clamped by the server.</param>
/// <param name="Writer">The device that wrote it; breaks a tie by ordinal.</param>
public readonly record struct Stamp(DateTimeOffset At, string Writer) : IComparable<Stamp>
{
    /// <inheritdoc />
    public int CompareTo(Stamp other)
    {
        int byTime = At.UtcTicks.CompareTo(other.At.UtcTicks);
        return byTime != 0 ? byTime : string.CompareOrdinal(Writer, other.Writer);
    }
}
