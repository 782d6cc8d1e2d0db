namespace Athens.Sync.EntityFrameworkCore.Tables;

/// <summary>How far a tenant's series of values is given out.</summary>
internal sealed class SeriesRow
{
    public required string Tenant { get; set; }

    public required string Series { get; set; }

    /// <summary>The next value to give out.</summary>
    public long Next { get; set; }
}
