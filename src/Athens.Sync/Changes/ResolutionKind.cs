using System.Text.Json.Serialization;

namespace Athens.Sync;

/// <summary>How a conflict was decided.</summary>
[JsonConverter(typeof(WireEnumConverter<ResolutionKind>))]
public enum ResolutionKind
{
    /// <summary>The device's values go over the server's.</summary>
    KeepMine,

    /// <summary>The server's values stay; the change is closed.</summary>
    UseServer,

    /// <summary>Merged values go over the server's.</summary>
    Merge,

    /// <summary>The change is dropped.</summary>
    Discard,
}
