namespace Athens.Sync.EntityFrameworkCore.Tests.Work;

/// <summary>An owned part of a sheet.</summary>
public sealed class Place
{
    public string Street { get; set; } = "";

    public string City { get; set; } = "";
}
