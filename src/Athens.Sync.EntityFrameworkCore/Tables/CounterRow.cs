namespace Athens.Sync.EntityFrameworkCore.Tables;

/// <summary>The sequence of the latest change of one scope and lane.</summary>
internal sealed class CounterRow
{
    public required string Scope { get; set; }

    public required string Lane { get; set; }

    public long Value { get; set; }

    /// <summary>Tombstones at or below this sequence may have been collected.</summary>
    public long Floor { get; set; }
}
