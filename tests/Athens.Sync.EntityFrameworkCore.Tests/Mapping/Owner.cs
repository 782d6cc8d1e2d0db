namespace Athens.Sync.EntityFrameworkCore.Tests.Mapping;

/// <summary>An entity that is not synced and that things refer to.</summary>
public sealed class Owner
{
    public string Id { get; set; } = "";
}
