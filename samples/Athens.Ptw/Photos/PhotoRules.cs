using Athens.Ptw.Gates;

namespace Athens.Ptw.Photos;

/// <summary>What holds for every photo. Pure.</summary>
public static class PhotoRules
{
    public static IReadOnlyList<Blocker> Violations(PermitPhoto photo) =>
        photo.PhotoType is null || PhotoType.All.Contains(photo.PhotoType)
            ? []
            : [new Blocker("unknown_photo_type", "photo_type", $"A photo is one of {string.Join(", ", PhotoType.All)}, not '{photo.PhotoType}'.")];
}
