namespace Athens.Sync.EntityFrameworkCore.Tests.Mapping;

/// <summary>A child of a thing.</summary>
public sealed class Part
{
    public string Id { get; set; } = "";

    public string ThingId { get; set; } = "";
}
