namespace Athens.Sync.Server;

/// <summary>Names one device of one user.</summary>
/// <param name="Tenant">The user's tenant.</param>
/// <param name="User">The user.</param>
/// <param name="Device">The device's own id.</param>
public readonly record struct DeviceKey(string Tenant, string User, string Device);
