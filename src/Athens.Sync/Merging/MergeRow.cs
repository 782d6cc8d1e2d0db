namespace Athens.Sync.Merging;

/// <summary>The rows of the three-way table.</summary>
public enum MergeRow
{
    /// <summary>Server equals client: nothing to do.</summary>
    Same,

    /// <summary>Server equals base: only the client moved.</summary>
    Client,

    /// <summary>Base equals client: only the server moved.</summary>
    Server,

    /// <summary>Both moved, and a value was found: by the parts of the value, or by the field's strategy.</summary>
    Merged,

    /// <summary>Both moved, or there is no base, and the field's strategy gives no value.</summary>
    Conflict,
}
