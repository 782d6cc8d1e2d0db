using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Athens.Sync.Device;

/// <summary>The bytes in which stores keep a device's records: JSON, and where the app gave a cipher, that encrypted.</summary>
/// <param name="cipher">Encrypts; null keeps them in the clear.</param>
public sealed class RecordCodec(IRecordCipher? cipher = null)
{
    private const byte JsonBegins = (byte)'{';

    /// <summary>Keeps records as JSON.</summary>
    public static RecordCodec Plain { get; } = new();

    /// <summary>The bytes of a device's record.</summary>
    public byte[] Write(DeviceState state) => Write(state, DeviceJson.Instance.DeviceState, NameOfState);

    /// <summary>The bytes of a replica.</summary>
    public byte[] Write(ReplicaEntity replica)
    {
        ArgumentNullException.ThrowIfNull(replica);
        return Write(replica, DeviceJson.Instance.ReplicaEntity, NameOf(replica.Id));
    }

    /// <summary>The bytes of an item of the outbox.</summary>
    public byte[] Write(OutboxItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return Write(item, DeviceJson.Instance.OutboxItem, NameOf(item.Position));
    }

    /// <summary>A device's record from its bytes.</summary>
    /// <inheritdoc cref="ReadItem" path="/exception" />
    public DeviceState ReadState(ReadOnlySpan<byte> kept) => Read(kept, DeviceJson.Instance.DeviceState, NameOfState);

    /// <summary>The replica of an entity from its bytes.</summary>
    /// <inheritdoc cref="ReadItem" path="/exception" />
    public ReplicaEntity ReadReplica(ReadOnlySpan<byte> kept, EntityId id) => Read(kept, DeviceJson.Instance.ReplicaEntity, NameOf(id));

    /// <summary>The item at a position of the outbox from its bytes.</summary>
    /// <exception cref="StoreException"><see cref="StoreFailure.WrongKey"/>: they are encrypted with a key that was not given, or are not encrypted and should be.</exception>
    /// <exception cref="InvalidDataException">They are not what was written.</exception>
    public OutboxItem ReadItem(ReadOnlySpan<byte> kept, long position) => Read(kept, DeviceJson.Instance.OutboxItem, NameOf(position));

    private static string NameOfState => "state";

    private static string NameOf(EntityId id) => $"replica\0{id.Type}\0{id.Key}";

    private static string NameOf(long position) => string.Create(CultureInfo.InvariantCulture, $"item\0{position}");

    private byte[] Write<T>(T record, JsonTypeInfo<T> type, string name)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(record, type);
        return cipher is null ? json : cipher.Seal(json, Encoding.UTF8.GetBytes(name));
    }

    private T Read<T>(ReadOnlySpan<byte> kept, JsonTypeInfo<T> type, string name)
    {
        if (cipher is null && kept.Length > 0 && kept[0] != JsonBegins)
            throw new StoreException(StoreFailure.WrongKey, "What the store keeps is encrypted, and no cipher was given.");
        try
        {
            return JsonSerializer.Deserialize(cipher is null ? kept : cipher.Open(kept, Encoding.UTF8.GetBytes(name)), type)!;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"A record cannot be read: {e.Message}", e);
        }
    }
}
