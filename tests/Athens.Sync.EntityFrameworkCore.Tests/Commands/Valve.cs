namespace Athens.Sync.EntityFrameworkCore.Tests.Commands;

public sealed class Valve
{
    public string Id { get; set; } = "";

    public string Site { get; set; } = "";

    public string Name { get; set; } = "";

    public string Status { get; set; } = "open";

    public string? ShutBy { get; set; }
}
