namespace Athens.Sync.EntityFrameworkCore.Tests.Device.Own;

/// <summary>A child of a job, with a key of another type, that is only ever added.</summary>
public sealed class Photo
{
    public Guid Id { get; set; }

    public string JobId { get; set; } = "";

    public string Caption { get; set; } = "";

    public Job? Job { get; set; }
}
