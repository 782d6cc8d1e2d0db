using Athens.Sync.Device;
using Athens.Sync.EntityFrameworkCore.Dialects;
using Athens.Sync.EntityFrameworkCore.Mapping;

namespace Athens.Sync.EntityFrameworkCore.Device.Records;

/// <summary>Writes a device's records in the caller's transaction, past the context's change tracker.</summary>
internal sealed class RecordWriter(ContextCall call, RecordCodec codec)
{
    private const int RowsPerStatement = 100;

    private readonly RecordStatements statements = RecordStatements.Of(call.Context);
    private readonly SqlSession session = new(call);

    /// <summary>Writes a commit, if the stored revision is one less than its own.</summary>
    /// <returns>False when it is not: nothing was written.</returns>
    public async Task<bool> WriteAsync(DeviceCommit commit)
    {
        if (!await AdvanceAsync(Rows.Of(commit.State, codec)).ConfigureAwait(false))
            return false;
        foreach (EntityId id in commit.DeleteReplicas)
            await session.ExecuteAsync(statements.DeleteReplica, id.Type, id.Key).ConfigureAwait(false);
        foreach (long[] positions in commit.DeleteItems.Chunk(RowsPerStatement))
            await session.ExecuteAsync(statements.DeleteItems(positions.Length), [.. positions.Select(position => (object?)position)]).ConfigureAwait(false);
        foreach (ReplicaEntity[] replicas in commit.PutReplicas.Chunk(RowsPerStatement))
            await session.ExecuteAsync(statements.PutReplicas(replicas.Length), [.. replicas.Select(replica => Rows.Of(replica, codec)).SelectMany(RecordStatements.Values)]).ConfigureAwait(false);
        foreach (OutboxItem[] items in commit.PutItems.Chunk(RowsPerStatement))
            await session.ExecuteAsync(statements.PutItems(items.Length), [.. items.Select(item => Rows.Of(item, codec)).SelectMany(RecordStatements.Values)]).ConfigureAwait(false);
        return true;
    }

    /// <summary>Notes the shape in which the app's own tables are written.</summary>
    public Task NoteShapeAsync(string shape) => session.ExecuteAsync(statements.Shape, StateRow.OnlyId, shape);

    private async Task<bool> AdvanceAsync(StateRow row)
    {
        long expected = row.Revision - 1;
        if (await session.ExecuteAsync(statements.Advance, row.Revision, row.Json, row.Sum, row.Id, expected).ConfigureAwait(false) > 0)
            return true;
        return expected == 0 && await session.ExecuteAsync(statements.Begin, row.Revision, row.Json, row.Sum, row.Id).ConfigureAwait(false) > 0;
    }
}
