namespace Athens.Sync.EntityFrameworkCore.Tables;

/// <summary>The idempotency record of one change that was taken in.</summary>
internal sealed class ChangeRow
{
    public required string Tenant { get; set; }

    public required string User { get; set; }

    public required string Device { get; set; }

    public required string OfflineId { get; set; }

    public required string Entity { get; set; }

    public required string PayloadHash { get; set; }

    public long? Number { get; set; }

    public string? Generation { get; set; }

    /// <summary>The first answer, as JSON; empty while a transaction only holds the key.</summary>
    public required string Outcome { get; set; }

    /// <summary>When the change was taken in, in ticks of UTC: a number compares alike in every database.</summary>
    public long RecordedAt { get; set; }
}
