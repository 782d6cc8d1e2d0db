namespace Athens.Sync.EntityFrameworkCore.Tests.Mapping;

/// <summary>An entity whose version is of another type.</summary>
public sealed class VersionedThing
{
    public string Id { get; set; } = "";

    public int Version { get; set; }

    public string Text { get; set; } = "";
}
