namespace Athens.Sync.Server;

/// <summary>A block of values that one device holds. Its values are handed out once, and never again, used or not. Immutable.</summary>
public sealed record ValueLease
{
    /// <summary>Who holds it.</summary>
    public required DeviceKey Device { get; init; }

    /// <summary>Which values: the entity type and the field, as <c>type.field</c>.</summary>
    public required string Series { get; init; }

    /// <summary>The first value.</summary>
    public required long First { get; init; }

    /// <summary>The last value, which is of the block.</summary>
    public required long Last { get; init; }

    /// <summary>Until when the device takes values from it. What it took until then is accepted until the lease is reclaimed.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The values that entities were made with, in the order of the values.</summary>
    public IReadOnlyList<long> Used { get; init; } = [];

    internal bool Holds(long value) => value >= First && value <= Last;

    internal ValueLease WithUsed(long value) => this with { Used = [.. Used.Append(value).Order()] };
}
