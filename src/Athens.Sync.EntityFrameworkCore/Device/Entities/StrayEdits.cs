using Athens.Sync.Device;
using Athens.Sync.EntityFrameworkCore.Device.Records;
using Athens.Sync.EntityFrameworkCore.Mapping;
using Athens.Sync.Outbox;
using Microsoft.Extensions.Logging;

namespace Athens.Sync.EntityFrameworkCore.Device.Entities;

/// <summary>
/// Finds rows that show something else than their replicas: they were written past the change tracker. Before the engine
/// writes such a row, what was written there is queued, so that it is not lost.
/// </summary>
internal sealed class StrayEdits(DeviceMapping mapping, ContextCall call, TimeProvider time, SyncIds ids, ILogger logger)
{
    /// <summary>The edits that rows show and replicas do not.</summary>
    /// <param name="shown">The rows as they are.</param>
    /// <param name="entities">The entities looked at.</param>
    /// <param name="replicas">Their replicas, as they were before.</param>
    public IReadOnlyList<Edit> Find(ShownRows shown, IEnumerable<EntityId> entities, IReadOnlyDictionary<EntityId, ReplicaEntity> replicas) =>
        [.. entities.Distinct().Select(id => Find(id, shown.Find(id), replicas.GetValueOrDefault(id))).OfType<Edit>()];

    /// <summary>Queues stray edits, in the caller's transaction. One that the server would refuse is taken back from its row, and told.</summary>
    /// <returns>What the outbox got.</returns>
    public async Task<IReadOnlyList<DeviceCommit>> QueueAsync(ShownRows shown, IReadOnlyList<Edit> edits)
    {
        using var records = RecordCommands.On(call);
        var commits = new List<DeviceCommit>();
        foreach (Edit edit in edits)
        {
            DeviceView view = new RecordReader(records, RecordCodec.Plain).Load(EditDecider.Query(mapping.Model, [edit]));
            DeviceCommit? commit = Decide(view, edit);
            if (commit is not null && new RecordWriter(records, RecordCodec.Plain).Write(commit))
                commits.Add(commit);
            ReplicaEntity? after = commit?.PutReplicas.FirstOrDefault(r => r.Id == edit.Id) ?? (commit is null ? view.Replicas.GetValueOrDefault(edit.Id) : null);
            await (after is null ? shown.RemoveAsync([edit.Id]) : shown.WriteAsync([after])).ConfigureAwait(false);
        }
        return commits;
    }

    private DeviceCommit? Decide(DeviceView view, Edit edit)
    {
        try
        {
            DeviceCommit? commit = EditDecider.Decide(mapping.Model, view, [edit]);
            DeviceStoreLog.StrayQueued(logger, edit.Id.Type);
            return commit;
        }
        catch (ChangeRefusedException e)
        {
            DeviceStoreLog.StrayRefused(logger, edit.Id.Type, e);
            return null;
        }
    }

    private Edit? Find(EntityId id, object? row, ReplicaEntity? replica)
    {
        if (mapping.Find(id.Type) is not { } table)
            return null;
        object? expected = replica is { IsVisible: true } ? table.Show(id.Key, replica.Local!) : null;
        if (row is null)
            return expected is null ? null : EditOf(id, FieldValues.Empty) with { IsDeleted = true };
        if (expected is null)
            return EditOf(id, table.Entity.ReadState(row));
        HashSet<string> strays = [.. table.Fields.Where(f => !f.Field.AreEqual(f.Field.Read(row), f.Field.Read(expected))).Select(f => f.Field.Name)];
        return strays.Count == 0 ? null : EditOf(id, replica!.Local!.With(table.Entity.ReadState(row).Where(strays.Contains))) with { Seen = replica.Local };
    }

    private Edit EditOf(EntityId id, FieldValues now) => new() { Id = id, Now = now, At = time.GetUtcNow(), OfflineId = ids.Next() };
}
