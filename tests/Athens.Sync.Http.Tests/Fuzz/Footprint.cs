using System.ComponentModel.DataAnnotations.Schema;

namespace Athens.Sync.Http.Tests.Fuzz;

/// <summary>How much of everything a database holds.</summary>
public sealed record Footprint
{
    [Column("plants")]
    public long Plants { get; init; }

    [Column("readings")]
    public long Readings { get; init; }

    /// <summary>The places that were given in feeds.</summary>
    [Column("written")]
    public long Written { get; init; }

    /// <summary>The records of changes.</summary>
    [Column("records")]
    public long Records { get; init; }

    [Column("devices")]
    public long Devices { get; init; }

    [Column("leases")]
    public long Leases { get; init; }

    /// <summary>The numbers that were given out.</summary>
    [Column("numbers")]
    public long Numbers { get; init; }
}
