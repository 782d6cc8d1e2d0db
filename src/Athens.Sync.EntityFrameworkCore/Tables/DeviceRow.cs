namespace Athens.Sync.EntityFrameworkCore.Tables;

/// <summary>What is kept of one device that numbers its changes.</summary>
internal sealed class DeviceRow
{
    public required string Tenant { get; set; }

    public required string User { get; set; }

    public required string Device { get; set; }

    /// <summary>The generation of its numbers; empty while a transaction only holds the row.</summary>
    public required string Generation { get; set; }

    public long Acknowledged { get; set; }

    /// <summary>The numbers that were sent and not acknowledged, each with its offline id, as JSON.</summary>
    public required string InFlight { get; set; }

    /// <summary>Former generations, the latest last, as JSON.</summary>
    public required string Retired { get; set; }

    /// <summary>When the device was last heard of, in ticks of UTC.</summary>
    public long SeenAt { get; set; }
}
