namespace Athens.Sync.EntityFrameworkCore.Tests.WritePaths;

/// <summary>Something of the app's own that may belong to an item.</summary>
public sealed class Tag
{
    public int Id { get; set; }

    public string? ItemId { get; set; }

    public string Text { get; set; } = "";
}
