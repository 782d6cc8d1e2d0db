namespace Athens.Sync.EntityFrameworkCore.Device.Records;

/// <summary>A replica as JSON, and beside it what queries go by.</summary>
internal sealed class ReplicaRow
{
    public required string Type { get; set; }

    public required string Key { get; set; }

    /// <summary>1 where the user sees the entity, else 0. A number, since SQLite goes by an index only where the query compares.</summary>
    public required int Visible { get; set; }

    /// <summary>1 where the entity awaits its parent, else 0.</summary>
    public required int Awaits { get; set; }

    public required byte[] Json { get; set; }

    public required long Sum { get; set; }
}
