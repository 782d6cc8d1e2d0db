using System.Collections.Frozen;

namespace Athens.Sync.Server;

/// <summary>What the server keeps of a device that numbers its changes.</summary>
public sealed record DeviceMark
{
    /// <summary>How many former generations are remembered.</summary>
    public const int RetiredMax = 16;

    /// <summary>Which device.</summary>
    public required DeviceKey Key { get; init; }

    /// <summary>The generation that its numbers belong to.</summary>
    public required string Generation { get; init; }

    /// <summary>Every change up to this number has its verdict on the device's disk; its record is forgotten here.</summary>
    public long Acknowledged { get; init; }

    /// <summary>The offline ids of the numbers that were sent and not acknowledged yet.</summary>
    public IReadOnlyDictionary<long, string> InFlight { get; init; } = FrozenDictionary<long, string>.Empty;

    /// <summary>Former generations, the latest last: one that comes back is a device that lost its memory.</summary>
    public IReadOnlyList<string> Retired { get; init; } = [];

    /// <summary>When the device was last heard of, by the server's clock.</summary>
    public required DateTimeOffset SeenAt { get; init; }
}
