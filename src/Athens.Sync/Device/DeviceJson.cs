using System.Text.Json;
using System.Text.Json.Serialization;
using Athens.Sync.Wire;

namespace Athens.Sync.Device;

/// <summary>The JSON form in which stores keep the device's records.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(WireEnumConverter<OutboxStatus>), typeof(WireEnumConverter<EntitySyncState>)])]
[JsonSerializable(typeof(DeviceState))]
[JsonSerializable(typeof(OutboxItem))]
[JsonSerializable(typeof(ReplicaEntity))]
public sealed partial class DeviceJson : JsonSerializerContext
{
    /// <summary>The metadata with the engine's writer: text is not escaped beyond what JSON asks.</summary>
    public static DeviceJson Instance => Holder.Instance;

    private static class Holder
    {
        public static readonly DeviceJson Instance = new(new JsonSerializerOptions(Default.Options)
        {
            Encoder = Json.WriterOptions.Encoder,
            AllowDuplicateProperties = false,
        });
    }
}
