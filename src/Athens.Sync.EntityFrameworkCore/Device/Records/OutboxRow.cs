namespace Athens.Sync.EntityFrameworkCore.Device.Records;

/// <summary>An item of the outbox as JSON, and beside it what queries go by.</summary>
internal sealed class OutboxRow
{
    public required long Position { get; set; }

    public required string Type { get; set; }

    public required string Key { get; set; }

    public required int Status { get; set; }

    /// <summary>The key as long as the item matters to its entity, else null: what was settled long ago is then not in the way.</summary>
    public required string? OpenKey { get; set; }

    /// <summary>The place in the order of sending as long as the item can be sent, else null.</summary>
    public required long? SendOrder { get; set; }

    public required string? BlockedBy { get; set; }

    public required byte[] Json { get; set; }

    public required long Sum { get; set; }
}
