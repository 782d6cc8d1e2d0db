namespace Athens.Sync.EntityFrameworkCore.Tests.Work;

/// <summary>An entity that is not synced.</summary>
public sealed class Setting
{
    public int Id { get; set; }

    public string Value { get; set; } = "";
}
