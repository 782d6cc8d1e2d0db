namespace Athens.Sync.EntityFrameworkCore.Tests.Device.Own;

/// <summary>Not synced.</summary>
public sealed class Setting
{
    public int Id { get; set; }

    public string Value { get; set; } = "";
}
