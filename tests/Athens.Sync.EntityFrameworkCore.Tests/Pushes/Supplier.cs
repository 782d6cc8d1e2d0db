namespace Athens.Sync.EntityFrameworkCore.Tests.Pushes;

/// <summary>An entity that is not synced, and that crates refer to.</summary>
public sealed class Supplier
{
    public string Id { get; set; } = "";
}
