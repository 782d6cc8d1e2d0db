namespace Athens.Sync.EntityFrameworkCore.Tests.Pushes;

/// <summary>A child of a crate that is only ever added.</summary>
public sealed class Scan
{
    public Guid Id { get; set; }

    public string CrateId { get; set; } = "";

    public string Text { get; set; } = "";
}
