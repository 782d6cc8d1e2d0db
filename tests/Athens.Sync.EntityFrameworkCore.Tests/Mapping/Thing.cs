namespace Athens.Sync.EntityFrameworkCore.Tests.Mapping;

/// <summary>An entity to map in wrong ways.</summary>
public class Thing
{
    public string Id { get; set; } = "";

    public string Text { get; set; } = "";

    public string? OwnerId { get; set; }
}
