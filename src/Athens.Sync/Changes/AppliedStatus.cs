using System.Text.Json.Serialization;

namespace Athens.Sync;

/// <summary>How a change was taken in.</summary>
[JsonConverter(typeof(WireEnumConverter<AppliedStatus>))]
public enum AppliedStatus
{
    /// <summary>It met nothing that it was not made on.</summary>
    Applied,

    /// <summary>It met other changes, and was merged with them.</summary>
    Merged,

    /// <summary>It had been taken in before; this is the first answer again.</summary>
    AlreadyApplied,
}
