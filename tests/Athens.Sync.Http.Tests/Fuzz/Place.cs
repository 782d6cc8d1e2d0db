namespace Athens.Sync.Http.Tests.Fuzz;

public sealed class Place
{
    public string Name { get; set; } = "";

    public int? Floor { get; set; }
}
