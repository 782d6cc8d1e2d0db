namespace Athens.Sync.Server;

/// <summary>Keeps the account of a device's change numbers: what it acknowledged, and whether it has gone back.</summary>
internal static class DeviceLedger
{
    /// <summary>What is to be kept after this push.</summary>
    /// <exception cref="RegistrationRequiredException">The device's numbers go back.</exception>
    public static DeviceMark Advance(DeviceMark? mark, DeviceKey key, string generation, long? acknowledged, DateTimeOffset now)
    {
        if (mark is null)
            return new DeviceMark { Key = key, Generation = generation, Acknowledged = acknowledged ?? 0, SeenAt = now };
        if (mark.Generation != generation)
            return mark.Retired.Contains(generation)
                ? throw new RegistrationRequiredException("The device numbers its changes by a generation that it has left.")
                : mark with { Generation = generation, Acknowledged = acknowledged ?? 0, Retired = [.. mark.Retired.Append(mark.Generation).TakeLast(DeviceMark.RetiredMax)], SeenAt = now };
        if (acknowledged < mark.Acknowledged)
            throw new RegistrationRequiredException($"The device acknowledges up to {acknowledged}, and had acknowledged up to {mark.Acknowledged} before.");
        return mark with { Acknowledged = acknowledged ?? mark.Acknowledged, SeenAt = now };
    }
}
