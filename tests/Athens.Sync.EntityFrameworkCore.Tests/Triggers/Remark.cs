namespace Athens.Sync.EntityFrameworkCore.Tests.Triggers;

/// <summary>A part of a report, in a table of its own.</summary>
public sealed class Remark
{
    public int Number { get; set; }

    public string Text { get; set; } = "";
}
