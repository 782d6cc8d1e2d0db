using System.Security.Cryptography;
using System.Text.Json;
using Athens.Ptw.Closeouts;
using Athens.Ptw.Gas;
using Athens.Ptw.Host.Resources;
using Athens.Ptw.Host.Storage;
using Athens.Ptw.Isolation;
using Athens.Ptw.Permits;
using Athens.Ptw.Photos;
using Athens.Ptw.Signatures;
using Athens.Sync;
using Athens.Sync.Device;
using Athens.Sync.Modeling;

namespace Athens.Ptw.Host.Demo;

/// <summary>Everything that someone holds of a project.</summary>
/// <param name="Holder">Who.</param>
/// <param name="Entities">In the order of types and keys.</param>
internal sealed record HeldState(string Holder, IReadOnlyList<HeldEntity> Entities)
{
    /// <summary>What the server's database holds.</summary>
    public static async Task<HeldState> OfServerAsync(PtwDbContext db, string project) => Of("server",
    [
        .. await ReadAsync<Permit>(db, project),
        .. await ReadAsync<IsolationPoint>(db, project),
        .. await ReadAsync<Closeout>(db, project),
        .. await ReadAsync<GasReading>(db, project),
        .. await ReadAsync<PermitPhoto>(db, project),
        .. await ReadAsync<Signature>(db, project),
    ]);

    /// <summary>What a device's user sees, with the versions that the device knows.</summary>
    public static async Task<HeldState> OfDeviceAsync(DemoDevice device)
    {
        var held = new List<HeldEntity>();
        foreach (EntityModel entity in PtwModel.Instance.Entities)
        {
            await foreach (ReplicaEntity replica in device.Store.ReadReplicasAsync(new ReplicaFilter { Type = entity.Type }))
            {
                if (replica.Local is { } seen)
                    held.Add(new HeldEntity(replica.Id, replica.Version, seen));
            }
        }

        return Of(device.Name, held);
    }

    /// <summary>The SHA-256 of the canonical JSON. Two that hold the same have the same digest, and only they.</summary>
    public string Digest()
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text))
            Write(writer);
        return Convert.ToHexStringLower(SHA256.HashData(text.ToArray()));
    }

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (HeldEntity held in Entities)
        {
            writer.WriteStartObject();
            writer.WriteString("entity", held.Id.Type);
            writer.WriteString("id", held.Id.Key);
            writer.WriteNumber("version", held.Version);
            writer.WritePropertyName("state");
            CanonicalJson.Write(writer, held.State);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static HeldState Of(string holder, IEnumerable<HeldEntity> entities) => new(holder, [.. entities.OrderBy(held => held.Id)]);

    private static async Task<IEnumerable<HeldEntity>> ReadAsync<T>(PtwDbContext db, string project)
        where T : class
    {
        EntityModel entity = PtwModel.Instance.Entity(typeof(T));
        List<Resource<T>> rows = await new ResourceQuery<T>(entity, db, project).ListAsync(new Dictionary<string, string>(), null, int.MaxValue, default);
        return rows.Select(row => new HeldEntity(new EntityId(entity.Type, entity.KeyOf(row.Entity)), row.Version, entity.ReadState(row.Entity)));
    }
}
