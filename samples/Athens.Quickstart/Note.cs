namespace Athens.Quickstart;

internal sealed class Note
{
    public string Id { get; set; } = "";

    public string Title { get; set; } = "";

    public List<string> Tags { get; set; } = [];
}
