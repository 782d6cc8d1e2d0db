namespace Athens.Ptw.Photos;

/// <summary>When in the job a photo was taken.</summary>
public static class PhotoType
{
    public const string Before = "before";
    public const string During = "during";
    public const string After = "after";
    public const string Incident = "incident";

    public static IReadOnlyList<string> All { get; } = [Before, During, After, Incident];
}
