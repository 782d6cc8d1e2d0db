namespace Athens.Sync.EntityFrameworkCore.Tests.Pushes;

/// <summary>A child of a crate.</summary>
public sealed class Parcel
{
    public string Id { get; set; } = "";

    public string CrateId { get; set; } = "";

    public string Text { get; set; } = "";
}
