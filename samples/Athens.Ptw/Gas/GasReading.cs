namespace Athens.Ptw.Gas;

/// <summary>One measurement of one gas. Never altered: a second test is a second reading.</summary>
/// <remarks>Whether it is safe is not stored: the gate judges the value by the limits of the permit's type.</remarks>
public sealed class GasReading
{
    public string Id { get; set; } = "";

    public string PermitId { get; set; } = "";

    /// <summary>What was measured, by the catalogue's code, such as <c>o2</c> or <c>lel</c>.</summary>
    public string Gas { get; set; } = "";

    public decimal Value { get; set; }

    /// <summary>The unit of the value, such as <c>%</c> or <c>ppm</c>.</summary>
    public string Unit { get; set; } = "";

    /// <summary>The detector, so that a reading can be traced to its calibration.</summary>
    public string Instrument { get; set; } = "";

    public DateTimeOffset TakenAt { get; set; }

    /// <summary>The server's: the user who sent the reading.</summary>
    public string? TakenBy { get; set; }
}
