namespace Athens.Sync.Http.Tests.Fuzz;

public sealed class Reading
{
    public string Id { get; set; } = "";

    public string PlantId { get; set; } = "";

    public double Value { get; set; }
}
