using Athens.Sync.Device;
using Athens.Sync.EntityFrameworkCore.Device.Files;
using Athens.Sync.EntityFrameworkCore.Device.Records;
using Athens.Sync.EntityFrameworkCore.Dialects;
using Athens.Sync.EntityFrameworkCore.Mapping;
using Athens.Sync.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;

namespace Athens.Sync.EntityFrameworkCore.Device.Entities;

/// <summary>One call of a store over the app's own context, on a context of its own with an open connection.</summary>
internal sealed class OwnContextWork(ContextCall call, SyncModel model, TimeProvider time, SyncIds ids, ILogger logger)
{
    private const int RowsAtATime = 500;

    private readonly DeviceMapping mapping = DeviceMapping.Of(call.Context, model);

    /// <summary>What the outbox got beside the commit: edits that were found in the rows.</summary>
    public IReadOnlyList<DeviceCommit> Queued { get; private set; } = [];

    /// <summary>Makes the file ready: durable, and its rows in the shape that the app's tables have now.</summary>
    public async Task PrepareAsync()
    {
        await SqliteLibrary.CheckVersionAsync(call).ConfigureAwait(false);
        await SqliteLibrary.MakeDurableAsync(call).ConfigureAwait(false);
        using var records = RecordCommands.On(call);
        if (new RecordReader(records, RecordCodec.Plain).State()?.Shape != mapping.Shape)
            await WriteAsync(ReshapeAsync).ConfigureAwait(false);
    }

    /// <summary>Writes a commit with the rows that show it.</summary>
    public Task<bool> CommitAsync(DeviceCommit commit) => WriteAsync(() => CommitInTransactionAsync(commit));

    private async Task<bool> CommitInTransactionAsync(DeviceCommit commit)
    {
        using var records = RecordCommands.On(call);
        var reader = new RecordReader(records, RecordCodec.Plain);
        if ((reader.State()?.Revision ?? 0) != commit.State.Revision - 1)
            return false;
        EntityId[] touched = [.. commit.PutReplicas.Select(r => r.Id).Concat(commit.DeleteReplicas).Where(id => mapping.Find(id.Type) is not null)];
        ShownRows shown = await ShownRows.ReadAsync(mapping, call, touched).ConfigureAwait(false);
        var strays = new StrayEdits(mapping, call, time, ids, logger);
        IReadOnlyList<Edit> found = strays.Find(shown, touched, Before(reader, touched));
        if (found.Count > 0)
        {
            Queued = await strays.QueueAsync(shown, found).ConfigureAwait(false);
            return false;
        }
        new RecordWriter(records, RecordCodec.Plain).Write(commit);
        await shown.RemoveAsync(commit.DeleteReplicas).ConfigureAwait(false);
        await shown.WriteAsync(commit.PutReplicas).ConfigureAwait(false);
        return true;
    }

    private static Dictionary<EntityId, ReplicaEntity> Before(RecordReader reader, IEnumerable<EntityId> ids) => ids
        .GroupBy(id => id.Type, id => id.Key, StringComparer.Ordinal)
        .SelectMany(type => reader.Replicas(type.Key, type))
        .ToDictionary();

    /// <summary>Rows written before a field had its column lack what the replica has; they are no edits.</summary>
    private async Task<bool> ReshapeAsync()
    {
        int rows = 0;
        foreach (EntityTable table in mapping.Tables)
        {
            foreach (ReplicaRow[] visible in (await RecordScan.ReplicasAsync(call, new ReplicaFilter { Type = table.Entity.Type }).ConfigureAwait(false)).Chunk(RowsAtATime))
            {
                List<ReplicaEntity> replicas = [.. visible.Select(row => Rows.Replica(row, RecordCodec.Plain))];
                ShownRows shown = await ShownRows.ReadAsync(mapping, call, replicas.Select(r => r.Id)).ConfigureAwait(false);
                await shown.WriteAsync(replicas).ConfigureAwait(false);
                rows += replicas.Count;
            }
        }
        using var records = RecordCommands.On(call);
        new RecordWriter(records, RecordCodec.Plain).NoteShape(mapping.Shape);
        if (rows > 0)
            DeviceStoreLog.Reshaped(logger, rows);
        return true;
    }

    /// <summary>
    /// Runs a write in a transaction of its own. The app's foreign keys are not enforced in it: what the server says arrives
    /// piece by piece, and what refers may be there before what it refers to.
    /// </summary>
    private async Task<bool> WriteAsync(Func<Task<bool>> write)
    {
        var session = new SqlSession(call);
        bool enforced = await Scalar.NumberAsync(call, "PRAGMA foreign_keys").ConfigureAwait(false) != 0;
        if (enforced)
            await session.ExecuteAsync("PRAGMA foreign_keys = OFF").ConfigureAwait(false);
        try
        {
            // The provider begins IMMEDIATE: the write lock is taken now, so that what is read in it still stands when it is written.
            IDbContextTransaction transaction = await call.Context.Database.BeginTransactionAsync(call.CancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                bool taken = await write().ConfigureAwait(false);
                await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
                return taken;
            }
        }
        finally
        {
            // The connection may be pooled, and the app's own saves rely on it.
            if (enforced)
                await session.ExecuteAsync("PRAGMA foreign_keys = ON").ConfigureAwait(false);
        }
    }
}
