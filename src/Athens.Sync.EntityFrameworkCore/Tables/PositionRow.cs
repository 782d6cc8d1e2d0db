namespace Athens.Sync.EntityFrameworkCore.Tables;

/// <summary>How far one device has read one feed.</summary>
internal sealed class PositionRow
{
    public required string Tenant { get; set; }

    public required string User { get; set; }

    public required string Device { get; set; }

    public required string Scope { get; set; }

    public required string Lane { get; set; }

    public long Sequence { get; set; }

    /// <summary>When the device was last heard of, in ticks of UTC.</summary>
    public long SeenAt { get; set; }
}
