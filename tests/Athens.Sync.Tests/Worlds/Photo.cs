namespace Athens.Sync.Tests.Worlds;

public sealed class Photo
{
    public string Id { get; set; } = "";

    public string JobId { get; set; } = "";

    public string Caption { get; set; } = "";
}
