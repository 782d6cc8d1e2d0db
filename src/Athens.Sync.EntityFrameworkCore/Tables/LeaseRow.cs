namespace Athens.Sync.EntityFrameworkCore.Tables;

/// <summary>A block of values that a device holds.</summary>
internal sealed class LeaseRow
{
    public required string Tenant { get; set; }

    public required string Series { get; set; }

    public long First { get; set; }

    public long Last { get; set; }

    public required string User { get; set; }

    public required string Device { get; set; }

    /// <summary>Until when the device takes values from it, in ticks of UTC.</summary>
    public long ExpiresAt { get; set; }

    /// <summary>The values that entities were made with, as JSON.</summary>
    public required string Used { get; set; }
}
