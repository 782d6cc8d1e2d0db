using System.Text.Json;
using Athens.Sync.Wire;

namespace Athens.Sync.Testing.Simulating.Checks;

/// <summary>What a check looks at, once all is quiet.</summary>
internal sealed record Evidence
{
    public required SyncModel Model { get; init; }

    /// <summary>True where the app's rules may refuse a change for what it says.</summary>
    public required bool HasRules { get; init; }

    public required SimulatedServer Server { get; init; }

    /// <summary>What the server holds.</summary>
    public required IReadOnlyDictionary<EntityId, PulledEntity> State { get; init; }

    public required IReadOnlyList<SimulatedDevice> Devices { get; init; }

    public required SimulatedUser User { get; init; }

    /// <summary>True when no device was put back to an earlier copy: then what is known of a counter's increments is all there is.</summary>
    public bool IsOneLifeEach => Devices.All(device => device.Lives == 1);

    /// <summary>What a change says, by whatever name it goes.</summary>
    public static string Text(Change change) => JsonSerializer.Serialize(change with { OfflineId = "", Number = null, Traceparent = null }, WireJson.Instance.Change);

    /// <exception cref="CheckFailedException">It does not hold.</exception>
    public static void Require(bool holds, string message)
    {
        if (!holds)
            throw new CheckFailedException(message);
    }
}
