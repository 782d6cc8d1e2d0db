namespace Athens.Sync.Server;

/// <summary>How far a device has read a feed.</summary>
/// <param name="Device">Which device.</param>
/// <param name="Scope">The feed's scope.</param>
/// <param name="Lane">The feed's lane.</param>
/// <param name="Sequence">It holds everything at or below this.</param>
/// <param name="SeenAt">When it was last heard of, by the server's clock.</param>
public sealed record DevicePosition(DeviceKey Device, string Scope, string Lane, long Sequence, DateTimeOffset SeenAt);
