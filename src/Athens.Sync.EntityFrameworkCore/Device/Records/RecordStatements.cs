using Athens.Sync.EntityFrameworkCore.Dialects;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Device.Records;

/// <summary>The SQL that writes a device's records, by the names that the context's model gives. Made once for each EF model.</summary>
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

    private readonly Table state;
    private readonly Table replicas;
    private readonly Table outbox;

    private RecordStatements(DbContext context)
    {
        state = new Table(context, typeof(StateRow));
        replicas = new Table(context, typeof(ReplicaRow));
        outbox = new Table(context, typeof(OutboxRow));
        string id = state.Column(nameof(StateRow.Id));
        string revision = state.Column(nameof(StateRow.Revision));
        string json = state.Column(nameof(StateRow.Json));
        string sum = state.Column(nameof(StateRow.Sum));
        string shape = state.Column(nameof(StateRow.Shape));
        Advance = $"UPDATE {state.Name} SET {revision} = @p0, {json} = @p1, {sum} = @p2 WHERE {id} = @p3 AND {revision} = @p4";
        Begin = $"INSERT INTO {state.Name} ({revision}, {json}, {sum}, {id}) VALUES (@p0, @p1, @p2, @p3) ON CONFLICT DO NOTHING";
        Shape = $"INSERT INTO {state.Name} ({id}, {revision}, {sum}, {shape}) VALUES (@p0, 0, 0, @p1) ON CONFLICT ({id}) DO UPDATE SET {shape} = excluded.{shape}";
    }

    /// <summary>Moves the device's record on, if it is at the expected revision: new revision, JSON, sum, id, expected revision.</summary>
    public string Advance { get; }

    /// <summary>Makes the device's record, if there is none: revision, JSON, sum, id.</summary>
    public string Begin { get; }

    /// <summary>Notes the shape of the app's tables: id, shape.</summary>
    public string Shape { get; }

    /// <summary>Removes a replica: type, key.</summary>
    public string DeleteReplica => $"DELETE FROM {replicas.Name} WHERE {replicas.Column(nameof(ReplicaRow.Type))} = @p0 AND {replicas.Column(nameof(ReplicaRow.Key))} = @p1";

    public static RecordStatements Of(DbContext context) =>
        context.Model.GetOrAddRuntimeAnnotationValue<RecordStatements, DbContext>(Annotation, static made => new RecordStatements(made!), context);

    public string PutReplicas(int rows) => Upsert(replicas, ReplicaKeys, ReplicaColumns, rows);

    public string PutItems(int rows) => Upsert(outbox, ItemKeys, ItemColumns, rows);

    public string DeleteItems(int rows) =>
        $"DELETE FROM {outbox.Name} WHERE {outbox.Column(nameof(OutboxRow.Position))} IN ({string.Join(", ", Enumerable.Range(0, rows).Select(n => $"@p{n}"))})";

    public static object?[] Values(ReplicaRow r) => [r.Type, r.Key, r.Visible, r.Awaits, r.Json, r.Sum];

    public static object?[] Values(OutboxRow i) => [i.Position, i.Type, i.Key, i.Status, i.OpenKey, i.SendOrder, i.BlockedBy, i.Json, i.Sum];

    private static string Upsert(Table table, string[] keys, string[] columns, int rows)
    {
        string assign = string.Join(", ", columns.Skip(keys.Length).Select(table.Column).Select(column => $"{column} = excluded.{column}"));
        return $"INSERT INTO {table.Name} ({table.Columns(columns)}) VALUES {SqlSession.Rows(rows, columns.Length)} ON CONFLICT ({table.Columns(keys)}) DO UPDATE SET {assign}";
    }
}
