using Athens.Sync.EntityFrameworkCore.Dialects;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Device.Records;

/// <summary>The SQL that reads and writes a device's records, by the names that the context's model gives. Made once for each EF model.</summary>
internal sealed class RecordStatements
{
    private const string Annotation = "AthensSync:DeviceStatements";

    private static readonly string[] ReplicaKeys = [nameof(ReplicaRow.Type), nameof(ReplicaRow.Key)];
    private static readonly string[] ReplicaColumns = [.. ReplicaKeys, nameof(ReplicaRow.Visible), nameof(ReplicaRow.Awaits), nameof(ReplicaRow.Json), nameof(ReplicaRow.Sum)];
    private static readonly string[] ItemKeys = [nameof(OutboxRow.Position)];

    private static readonly string[] ItemColumns =
    [
        .. ItemKeys, nameof(OutboxRow.Type), nameof(OutboxRow.Key), nameof(OutboxRow.Status), nameof(OutboxRow.OpenKey),
        nameof(OutboxRow.SendOrder), nameof(OutboxRow.BlockedBy), nameof(OutboxRow.Json), nameof(OutboxRow.Sum),
    ];

    private RecordStatements(DbContext context)
    {
        var state = new Table(context, typeof(StateRow));
        var replicas = new Table(context, typeof(ReplicaRow));
        var outbox = new Table(context, typeof(OutboxRow));
        string id = state.Column(nameof(StateRow.Id));
        string revision = state.Column(nameof(StateRow.Revision));
        string content = state.Columns(nameof(StateRow.Json), nameof(StateRow.Sum));
        string shape = state.Column(nameof(StateRow.Shape));
        State = $"SELECT {revision}, {content}, {shape} FROM {state.Name} WHERE {id} = @p0";
        Advance = $"UPDATE {state.Name} SET ({revision}, {content}) = (@p0, @p1, @p2) WHERE {id} = @p3 AND {revision} = @p4";
        Begin = $"INSERT INTO {state.Name} ({revision}, {content}, {id}) VALUES (@p0, @p1, @p2, @p3) ON CONFLICT DO NOTHING";
        Shape = $"INSERT INTO {state.Name} ({id}, {revision}, {state.Column(nameof(StateRow.Sum))}, {shape}) VALUES (@p0, 0, 0, @p1) ON CONFLICT ({id}) DO UPDATE SET {shape} = excluded.{shape}";

        string type = replicas.Column(nameof(ReplicaRow.Type));
        string key = replicas.Column(nameof(ReplicaRow.Key));
        string replica = $"SELECT {replicas.Columns(nameof(ReplicaRow.Type), nameof(ReplicaRow.Key), nameof(ReplicaRow.Json), nameof(ReplicaRow.Sum))} FROM {replicas.Name} WHERE";
        Replicas = $"{replica} {type} = @p0 AND {key} IN {Among("@p1")}";
        Awaiting = $"{replica} {replicas.Column(nameof(ReplicaRow.Awaits))} = 1";
        PutReplica = Upsert(replicas, ReplicaKeys, ReplicaColumns);
        DeleteReplica = $"DELETE FROM {replicas.Name} WHERE {type} = @p0 AND {key} = @p1";

        string position = outbox.Column(nameof(OutboxRow.Position));
        string order = outbox.Column(nameof(OutboxRow.SendOrder));
        string item = $"SELECT {outbox.Columns(nameof(OutboxRow.Position), nameof(OutboxRow.Json), nameof(OutboxRow.Sum))} FROM {outbox.Name} WHERE";
        Items = $"{item} {position} IN {Among("@p0")}";
        OpenItems = $"{item} {outbox.Column(nameof(OutboxRow.Type))} = @p0 AND {outbox.Column(nameof(OutboxRow.OpenKey))} IN {Among("@p1")}";
        BlockedItems = $"{item} {outbox.Column(nameof(OutboxRow.BlockedBy))} IN {Among("@p0")}";
        // A comparison that every number meets, and null does not: so that the index is gone by.
        SendableItems = $"{item} {order} >= {long.MinValue + 1} ORDER BY {order} LIMIT @p0";
        PutItem = Upsert(outbox, ItemKeys, ItemColumns);
        DeleteItem = $"DELETE FROM {outbox.Name} WHERE {position} = @p0";
    }

    /// <summary>The device's record: id. Gives revision, JSON, sum, shape.</summary>
    public string State { get; }

    /// <summary>Moves the device's record on, if it is at the expected revision: new revision, JSON, sum, id, expected revision.</summary>
    public string Advance { get; }

    /// <summary>Makes the device's record, if there is none: revision, JSON, sum, id.</summary>
    public string Begin { get; }

    /// <summary>Notes the shape of the app's tables: id, shape.</summary>
    public string Shape { get; }

    /// <summary>Replicas by key: type, list of keys. Gives type, key, JSON, sum.</summary>
    public string Replicas { get; }

    /// <summary>Replicas that wait for their parent. Gives what <see cref="Replicas"/> gives.</summary>
    public string Awaiting { get; }

    /// <summary>Inserts or replaces a replica: <see cref="Values(ReplicaRow)"/>.</summary>
    public string PutReplica { get; }

    /// <summary>Removes a replica: type, key.</summary>
    public string DeleteReplica { get; }

    /// <summary>Items by position: list. Gives position, JSON, sum.</summary>
    public string Items { get; }

    /// <summary>The open items of entities: type, list of keys. Gives what <see cref="Items"/> gives.</summary>
    public string OpenItems { get; }

    /// <summary>Items that wait for entities: list of their names. Gives what <see cref="Items"/> gives.</summary>
    public string BlockedItems { get; }

    /// <summary>The first items in the order of sending: how many. Gives what <see cref="Items"/> gives.</summary>
    public string SendableItems { get; }

    /// <summary>Inserts or replaces an item: <see cref="Values(OutboxRow)"/>.</summary>
    public string PutItem { get; }

    /// <summary>Removes an item: position.</summary>
    public string DeleteItem { get; }

    public static RecordStatements Of(DbContext context) =>
        context.Model.GetOrAddRuntimeAnnotationValue<RecordStatements, DbContext>(Annotation, static made => new RecordStatements(made!), context);

    public static ReadOnlySpan<object?> Values(ReplicaRow r) => new object?[] { r.Type, r.Key, r.Visible, r.Awaits, r.Json, r.Sum };

    public static ReadOnlySpan<object?> Values(OutboxRow i) => new object?[] { i.Position, i.Type, i.Key, i.Status, i.OpenKey, i.SendOrder, i.BlockedBy, i.Json, i.Sum };

    private static string Among(string list) => $"(SELECT value FROM json_each({list}))";

    private static string Upsert(Table table, string[] keys, string[] columns)
    {
        string assign = string.Join(", ", columns.Skip(keys.Length).Select(table.Column).Select(column => $"{column} = excluded.{column}"));
        return $"INSERT INTO {table.Name} ({table.Columns(columns)}) VALUES {SqlSession.Rows(1, columns.Length)} ON CONFLICT ({table.Columns(keys)}) DO UPDATE SET {assign}";
    }
}
