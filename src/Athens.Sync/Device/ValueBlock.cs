using System.Text.Json.Serialization;

namespace Athens.Sync.Device;

/// <summary>A block of values that the server leased to this device. Immutable: each value taken is a new block.</summary>
public sealed record ValueBlock
{
    /// <summary>The entity type's wire name.</summary>
    public required string Entity { get; init; }

    /// <summary>The field's wire name.</summary>
    public required string Field { get; init; }

    /// <summary>The next value to take; one more than <see cref="Last"/> when all are taken.</summary>
    public required long Next { get; init; }

    /// <summary>The last value, which is of the block.</summary>
    public required long Last { get; init; }

    /// <summary>Until when values are taken from it.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The device's id when it was leased: one that registered anew leaves its values to whoever has the former id.</summary>
    public required string DeviceId { get; init; }

    /// <summary>The server history that leased it: another one knows nothing of it.</summary>
    public string? Epoch { get; init; }

    /// <summary>How many values are left.</summary>
    [JsonIgnore]
    public long Left => Last - Next + 1;

    internal bool IsOf(DeviceState state) => DeviceId == state.DeviceId && (state.Epoch is null || Epoch == state.Epoch);

    internal bool IsOf(string entity, string field) => Entity == entity && Field == field;
}
