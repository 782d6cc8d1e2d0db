namespace Athens.Sync.EntityFrameworkCore.Tests.Work;

/// <summary>A child of a sheet, without a version of its own.</summary>
public sealed class Line
{
    public Guid Id { get; set; }

    public string SheetId { get; set; } = "";

    public string Text { get; set; } = "";
}
