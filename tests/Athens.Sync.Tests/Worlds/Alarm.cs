namespace Athens.Sync.Tests.Worlds;

public sealed class Alarm
{
    public string Id { get; set; } = "";

    public string JobId { get; set; } = "";

    public string Text { get; set; } = "";
}
