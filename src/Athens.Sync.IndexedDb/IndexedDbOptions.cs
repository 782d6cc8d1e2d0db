namespace Athens.Sync.IndexedDb;

/// <summary>How stores in a browser are treated.</summary>
public sealed record IndexedDbOptions
{
    /// <summary>What the names of the stores of <see cref="IndexedDbDeviceStores"/> begin with: one for each app, or device, of an origin.</summary>
    public string Prefix { get; init; } = "athens-sync-";

    /// <summary>True to ask the browser, at opening, not to clear the data when it needs room. It may ask the user, or refuse.</summary>
    public bool AsksToPersist { get; init; } = true;
}
