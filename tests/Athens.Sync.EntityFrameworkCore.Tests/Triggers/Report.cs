namespace Athens.Sync.EntityFrameworkCore.Tests.Triggers;

/// <summary>An entity with a Guid as its key, bytes, a decimal, and parts in a table of their own.</summary>
public sealed class Report
{
    public Guid Id { get; set; }

    public string Project { get; set; } = "";

    public decimal Cost { get; set; }

    public byte[] Seal { get; set; } = [];

    public DateTimeOffset At { get; set; }

    public long Count { get; set; }

    public double Weight { get; set; }

    public bool IsFinal { get; set; }

    public List<Remark> Remarks { get; set; } = [];
}
