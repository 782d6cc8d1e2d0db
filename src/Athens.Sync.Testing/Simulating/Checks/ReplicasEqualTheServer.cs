using Athens.Sync.Device;
using Athens.Sync.Modeling;
using Athens.Sync.Wire;

namespace Athens.Sync.Testing.Simulating.Checks;

/// <summary>Every device holds and shows what the server holds, and nothing else.</summary>
internal static class ReplicasEqualTheServer
{
    public static async Task CheckAsync(Evidence evidence)
    {
        foreach (SimulatedDevice device in evidence.Devices)
        {
            foreach (EntityModel type in evidence.Model.Entities)
                await CheckAsync(evidence, device, type).ConfigureAwait(false);
        }
    }

    private static async Task CheckAsync(Evidence evidence, SimulatedDevice device, EntityModel type)
    {
        Dictionary<string, ReplicaEntity> shown = await device.Store.ReadReplicasAsync(new ReplicaFilter { Type = type.Type }).ToDictionaryAsync(r => r.Key, StringComparer.Ordinal).ConfigureAwait(false);
        Dictionary<string, PulledEntity> live = evidence.State.Values.Where(e => e.Entity == type.Type && !e.Deleted).ToDictionary(e => e.ServerId, StringComparer.Ordinal);
        foreach (string key in shown.Keys.Except(live.Keys))
            Evidence.Require(false, $"Device {device.Number} shows {type.Type}/{key}, which the server does not hold.");
        foreach ((string key, PulledEntity held) in live)
        {
            Evidence.Require(shown.TryGetValue(key, out ReplicaEntity? replica), $"Device {device.Number} does not show {type.Type}/{key}.");
            Evidence.Require(replica!.Version == held.Version, $"Device {device.Number} shows version {replica.Version} of {type.Type}/{key}, and the server is at {held.Version}.");
            foreach (FieldModel field in type.Fields)
                Evidence.Require(field.AreEqual(held.Data!.Find(field.Name), replica.Local!.Find(field.Name)), $"Device {device.Number} shows another {field.Name} of {type.Type}/{key} than the server holds.");
        }
    }
}
