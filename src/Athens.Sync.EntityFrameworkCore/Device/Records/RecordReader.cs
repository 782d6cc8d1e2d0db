using System.Data.Common;
using Athens.Sync.Device;

namespace Athens.Sync.EntityFrameworkCore.Device.Records;

/// <summary>Reads a device's records. Each query goes by an index, so that what it costs does not grow with what lies behind.</summary>
internal sealed class RecordReader(RecordCommands commands, RecordCodec codec)
{
    private readonly RecordStatements statements = commands.Statements;

    /// <summary>Looks at what a query names. One state is seen where the caller's transaction sees one.</summary>
    public DeviceView Load(DeviceQuery query)
    {
        var replicas = new Dictionary<EntityId, ReplicaEntity>();
        Dictionary<long, OutboxItem?> items = query.Held.Distinct().ToDictionary(position => position, OutboxItem? (_) => null);
        DeviceState state = Rows.State(State(), codec);
        foreach (IGrouping<string, string> type in query.Entities.Distinct().GroupBy(id => id.Type, id => id.Key, StringComparer.Ordinal))
        {
            string keys = Texts(type);
            AddReplicas(replicas, commands.Query(statements.Replicas, type.Key, keys));
            AddItems(items, commands.Query(statements.OpenItems, type.Key, keys));
        }
        if (query.AwaitingParent)
            AddReplicas(replicas, commands.Query(statements.Awaiting));
        if (query.Positions.Count > 0)
            AddItems(items, commands.Query(statements.Items, RecordCommands.List(query.Positions, (json, position) => json.WriteNumberValue(position))));
        if (query.BlockedBy.Count > 0)
            AddItems(items, commands.Query(statements.BlockedItems, Texts(query.BlockedBy.Select(id => id.ToString()))));
        if (query.Sendable > 0)
            AddItems(items, commands.Query(statements.SendableItems, query.Sendable));
        return new DeviceView { State = state, Replicas = replicas, Items = [.. items.Values.OfType<OutboxItem>().OrderBy(item => item.Position)] };
    }

    /// <summary>The device's row; null in a new store.</summary>
    public StateRow? State()
    {
        using DbDataReader reader = commands.Query(statements.State, StateRow.OnlyId);
        if (!reader.Read())
            return null;
        return new StateRow
        {
            Revision = reader.GetInt64(0),
            Json = reader.IsDBNull(1) ? null : reader.GetFieldValue<byte[]>(1),
            Sum = reader.GetInt64(2),
            Shape = reader.IsDBNull(3) ? null : reader.GetString(3),
        };
    }

    /// <summary>Replicas of a type by key; one that is not there is passed over.</summary>
    public IReadOnlyDictionary<EntityId, ReplicaEntity> Replicas(string type, IEnumerable<string> keys)
    {
        var replicas = new Dictionary<EntityId, ReplicaEntity>();
        AddReplicas(replicas, commands.Query(statements.Replicas, type, Texts(keys)));
        return replicas;
    }

    private static string Texts(IEnumerable<string> texts) => RecordCommands.List(texts, (json, text) => json.WriteStringValue(text));

    private void AddReplicas(Dictionary<EntityId, ReplicaEntity> replicas, DbDataReader reader)
    {
        using (reader)
        {
            while (reader.Read())
            {
                var id = new EntityId(reader.GetString(0), reader.GetString(1));
                if (!replicas.ContainsKey(id))
                    replicas.Add(id, Rows.Replica(reader.GetFieldValue<byte[]>(2), reader.GetInt64(3), id, codec));
            }
        }
    }

    /// <summary>Adds those that are not there; what has no item is held by the caller, and is not taken apart again.</summary>
    private void AddItems(Dictionary<long, OutboxItem?> items, DbDataReader reader)
    {
        using (reader)
        {
            while (reader.Read())
            {
                long position = reader.GetInt64(0);
                if (!items.ContainsKey(position))
                    items.Add(position, Rows.Item(reader.GetFieldValue<byte[]>(1), reader.GetInt64(2), position, codec));
            }
        }
    }
}
