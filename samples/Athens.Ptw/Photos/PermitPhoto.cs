namespace Athens.Ptw.Photos;

/// <summary>A photo taken for a permit. Never altered; its bytes are kept apart from it.</summary>
public sealed class PermitPhoto
{
    public string Id { get; set; } = "";

    public string PermitId { get; set; } = "";

    /// <summary>One of <see cref="Photos.PhotoType.All"/>, or null where the device did not say.</summary>
    public string? PhotoType { get; set; }

    public string Description { get; set; } = "";

    public DateTimeOffset? TakenAt { get; set; }
}
