using System.Text.Json;
using Athens.Sync.EntityFrameworkCore.Dialects;
using Athens.Sync.EntityFrameworkCore.Tables;
using Athens.Sync.Server;
using Athens.Sync.Wire;

namespace Athens.Sync.EntityFrameworkCore.Units;

/// <summary>Idempotency records as rows.</summary>
internal static class ChangeRecords
{
    /// <summary>Reads the records of the keys that have one: one query for each device, and a push has one.</summary>
    public static async Task<IReadOnlyDictionary<IdempotencyKey, IdempotencyRecord>> ReadAsync(SqlSession session, Dialect dialect, IReadOnlySet<IdempotencyKey> keys)
    {
        var found = new Dictionary<IdempotencyKey, IdempotencyRecord>();
        foreach (IGrouping<(string Tenant, string User, string Device), IdempotencyKey> device in keys.GroupBy(key => (key.Tenant, key.User, key.Device)))
        {
            (string tenant, string user, string name) = device.Key;
            foreach (ChangeRow row in await dialect.ReadChangesAsync(session, tenant, user, name, device.Select(key => key.OfflineId).Distinct()).ConfigureAwait(false))
            {
                if (keys.Contains(KeyOf(row)))
                    found[KeyOf(row)] = Record(row);
            }
        }
        return found;
    }

    public static ChangeRow KeyRow(IdempotencyKey key) => new()
    {
        Tenant = key.Tenant,
        User = key.User,
        Device = key.Device,
        OfflineId = key.OfflineId,
        Entity = key.Entity,
        PayloadHash = "",
        Outcome = "",
    };

    public static ChangeRow Row(IdempotencyRecord record)
    {
        ChangeRow row = KeyRow(record.Key);
        row.PayloadHash = record.PayloadHash;
        row.Number = record.Number;
        row.Generation = record.Generation;
        row.Outcome = JsonSerializer.Serialize(record.Outcome, WireJson.Instance.AppliedChange);
        row.RecordedAt = record.RecordedAt.UtcTicks;
        return row;
    }

    private static IdempotencyKey KeyOf(ChangeRow row) => new(row.Tenant, row.User, row.Device, row.OfflineId, row.Entity);

    private static IdempotencyRecord Record(ChangeRow row) => new()
    {
        Key = KeyOf(row),
        PayloadHash = row.PayloadHash,
        Number = row.Number,
        Generation = row.Generation,
        Outcome = JsonSerializer.Deserialize(row.Outcome, WireJson.Instance.AppliedChange)!,
        RecordedAt = new DateTimeOffset(row.RecordedAt, TimeSpan.Zero),
    };
}
