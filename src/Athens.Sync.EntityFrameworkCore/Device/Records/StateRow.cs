namespace Athens.Sync.EntityFrameworkCore.Device.Records;

/// <summary>The device's own record. There is one row at most.</summary>
internal sealed class StateRow
{
    /// <summary>The id of the only row.</summary>
    public const int OnlyId = 1;

    public int Id { get; set; } = OnlyId;

    /// <summary>What each commit checks and moves on by one.</summary>
    public long Revision { get; set; }

    /// <summary>The record as UTF-8 JSON; null while nothing was committed.</summary>
    public byte[]? Json { get; set; }

    public long Sum { get; set; }

    /// <summary>Names the shape in which the app's own tables were last written whole; null where that was never done.</summary>
    public string? Shape { get; set; }
}
