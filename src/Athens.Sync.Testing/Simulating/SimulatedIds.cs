using System.Globalization;

namespace Athens.Sync.Testing.Simulating;

/// <summary>Ids from a day's own chance.</summary>
internal sealed class SimulatedIds(Random random) : SyncIds
{
    public override string Next() =>
        string.Create(CultureInfo.InvariantCulture, $"{random.Next():x8}-{random.Next(0x10000):x4}-7{random.Next(0x1000):x3}-8{random.Next(0x1000):x3}-{random.NextInt64(1L << 48):x12}");
}
