namespace Athens.Sync.EntityFrameworkCore.Tests.Columns;

/// <summary>A complex value.</summary>
public sealed class Size
{
    public int Width { get; set; }

    public string Unit { get; set; } = "";
}
