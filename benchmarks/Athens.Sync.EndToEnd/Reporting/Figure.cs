namespace Athens.Sync.EndToEnd.Reporting;

/// <summary>One measured value, with the limit that it is held against.</summary>
public sealed record Figure
{
    /// <summary>The case; filled in where it is told.</summary>
    public string? Case { get; init; }

    /// <summary>What was measured within the case.</summary>
    public required string What { get; init; }

    public string Server { get; init; } = "";

    public string Device { get; init; } = "";

    public required double Value { get; init; }

    /// <summary>What the value counts, <c>changes/s</c> for example.</summary>
    public required string Unit { get; init; }

    /// <summary>The target in the same unit; null where there is none, or it is a ratio.</summary>
    public double? Target { get; init; }

    /// <summary>What the same work costs without an engine, measured in the same run.</summary>
    public double? Raw { get; init; }

    /// <summary>What <see cref="Raw"/> is.</summary>
    public string? RawOf { get; init; }

    /// <summary>The value as a part of <see cref="Raw"/>.</summary>
    public double? Ratio => Raw is { } raw ? Value / raw : null;

    /// <summary>The ratio to reach, or not to exceed.</summary>
    public double? TargetRatio { get; init; }

    /// <summary>Processor milliseconds of the device process for 10,000 entities.</summary>
    public double? DeviceCpu { get; init; }

    /// <summary>The same of the server process, without its database's where that is another.</summary>
    public double? ServerCpu { get; init; }

    /// <summary>Each round's value; <see cref="Value"/> is their median.</summary>
    public IReadOnlyList<double> Rounds { get; init; } = [];

    /// <summary>How many entities were moved: what a growth curve goes by.</summary>
    public int? Count { get; init; }
}
