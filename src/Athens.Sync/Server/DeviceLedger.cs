namespace Athens.Sync.Server;

/// <summary>Keeps the account of a device's change numbers: what it acknowledged, what is under way, and whether it has gone back.</summary>
internal static class DeviceLedger
{
    /// <summary>What is to be kept after this push.</summary>
    /// <exception cref="QuotaExceededException">The device would have more without an acknowledgement than it may.</exception>
    /// <exception cref="RegistrationRequiredException">The device's numbers go back, or stand for other changes than before.</exception>
    public static DeviceMark Advance(DeviceMark? mark, PushBatch batch, string generation, DateTimeOffset now, int inFlightMax)
    {
        DeviceMark current = Current(mark, batch.DeviceKey, generation, now);
        if (batch.Acknowledged < current.Acknowledged)
            throw new RegistrationRequiredException($"The device acknowledges up to {batch.Acknowledged}, and had acknowledged up to {current.Acknowledged} before.");
        long acknowledged = batch.Acknowledged ?? current.Acknowledged;
        Dictionary<long, string> inFlight = InFlight(current, batch, acknowledged);
        return inFlight.Count <= inFlightMax
            ? current with { Acknowledged = acknowledged, InFlight = inFlight, SeenAt = now }
            : throw new QuotaExceededException($"The device has {inFlight.Count} changes without an acknowledgement; at most {inFlightMax} may be.");
    }

    private static DeviceMark Current(DeviceMark? mark, DeviceKey key, string generation, DateTimeOffset now)
    {
        if (mark is null)
            return new DeviceMark { Key = key, Generation = generation, SeenAt = now };
        if (mark.Generation == generation)
            return mark;
        return mark.Retired.Contains(generation)
            ? throw new RegistrationRequiredException("The device numbers its changes by a generation that it has left.")
            : new DeviceMark { Key = key, Generation = generation, Retired = [.. mark.Retired.Append(mark.Generation).TakeLast(DeviceMark.RetiredMax)], SeenAt = now };
    }

    private static Dictionary<long, string> InFlight(DeviceMark mark, PushBatch batch, long acknowledged)
    {
        var numbers = mark.InFlight.Where(n => n.Key > acknowledged).ToDictionary();
        foreach (Change change in batch.Changes.Where(c => c.Number > acknowledged))
        {
            if (mark.InFlight.TryGetValue(change.Number!.Value, out string? other) && other != change.OfflineId)
                throw new RegistrationRequiredException($"The number {change.Number} stands for another change: two devices send under one id.");
            numbers[change.Number.Value] = change.OfflineId;
        }
        return numbers;
    }
}
