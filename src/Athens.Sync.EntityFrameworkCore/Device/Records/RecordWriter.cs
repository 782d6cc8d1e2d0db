using Athens.Sync.Device;

namespace Athens.Sync.EntityFrameworkCore.Device.Records;

/// <summary>Writes a device's records in the caller's transaction, past a context's change tracker.</summary>
internal sealed class RecordWriter(RecordCommands commands, RecordCodec codec)
{
    private readonly RecordStatements statements = commands.Statements;

    /// <summary>Writes a commit, if the stored revision is one less than its own.</summary>
    /// <returns>False when it is not: nothing was written.</returns>
    public bool Write(DeviceCommit commit)
    {
        if (!Advance(Rows.Of(commit.State, codec)))
            return false;
        foreach (EntityId id in commit.DeleteReplicas)
            commands.Execute(statements.DeleteReplica, id.Type, id.Key);
        foreach (long position in commit.DeleteItems)
            commands.Execute(statements.DeleteItem, position);
        foreach (ReplicaEntity replica in commit.PutReplicas)
            commands.Execute(statements.PutReplica, RecordStatements.Values(Rows.Of(replica, codec)));
        foreach (OutboxItem item in commit.PutItems)
            commands.Execute(statements.PutItem, RecordStatements.Values(Rows.Of(item, codec)));
        return true;
    }

    /// <summary>Notes the shape in which the app's own tables are written.</summary>
    public void NoteShape(string shape) => commands.Execute(statements.Shape, StateRow.OnlyId, shape);

    private bool Advance(StateRow row)
    {
        long expected = row.Revision - 1;
        if (commands.Execute(statements.Advance, row.Revision, row.Json, row.Sum, row.Id, expected) > 0)
            return true;
        return expected == 0 && commands.Execute(statements.Begin, row.Revision, row.Json, row.Sum, row.Id) > 0;
    }
}
