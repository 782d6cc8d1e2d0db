using System.Diagnostics;
using Athens.Sync.Device;
using Athens.Sync.EntityFrameworkCore.Device.Entities;
using Athens.Sync.EntityFrameworkCore.Device.Records;
using Athens.Sync.EntityFrameworkCore.Mapping;
using Athens.Sync.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Device.Capture;

/// <summary>Queues edits in the transaction that writes them: looks, decides by the core's rules, and writes what was decided.</summary>
internal sealed class EditQueue(SyncModel model, TimeProvider time, SyncIds ids, SyncUser? user, ContextCall call)
{
    /// <summary>A command looks at all that it is about, so that a large save is several of them. They are one transaction.</summary>
    private const int EditsPerCommand = 200;

    /// <exception cref="ChangeRefusedException">The server would refuse one of the edits.</exception>
    /// <exception cref="StoreException">The outbox is another user's, in whose name the edits would be sent.</exception>
    public void Enqueue(CapturedSave save)
    {
        using var records = RecordCommands.On(call);
        foreach (TrackedEdit[] edits in save.Edits.Chunk(EditsPerCommand))
            Enqueue(records, edits, save);
    }

    private void Enqueue(RecordCommands records, TrackedEdit[] tracked, CapturedSave save)
    {
        DeviceQuery query = EditDecider.Query(model, tracked.Select(edit => edit.Over(null, "", default, null)));
        DeviceView view = new RecordReader(records, RecordCodec.Plain).Load(query);
        CheckOwner(view.State.Owner);
        DeviceCommit? commit = EditDecider.Decide(model, view with { State = view.State with { Owner = view.State.Owner ?? user } }, [.. tracked.Select(edit => Decided(edit, view.Replicas.GetValueOrDefault(edit.Id)?.Local))]);
        if (commit is not null && !new RecordWriter(records, RecordCodec.Plain).Write(commit))
            throw new StoreException(StoreFailure.Busy, "Another transaction changed the outbox.");
        if (commit is not null)
            save.Commits.Add(commit);
        Dictionary<EntityId, ReplicaEntity> after = (commit?.PutReplicas ?? []).ToDictionary(replica => replica.Id);
        foreach (TrackedEdit edit in tracked.Where(edit => edit.State is not EntityState.Deleted))
            Correct(edit, after.GetValueOrDefault(edit.Id) ?? view.Replicas.GetValueOrDefault(edit.Id), save);
    }

    private void CheckOwner(SyncUser? owner)
    {
        if (owner is not null && owner != user)
            throw new StoreException(StoreFailure.OtherUser, $"The database's outbox is of {NameOf(owner)}, and {(user is null ? "no user" : NameOf(user))} is signed in: what is saved now would be sent in the other's name. Nothing was saved.");
    }

    private static string NameOf(SyncUser someone) => someone.Tenant.Length == 0 ? $"user '{someone.User}'" : $"user '{someone.User}' of '{someone.Tenant}'";

    private Edit Decided(TrackedEdit edit, FieldValues? local) => edit.Over(local, ids.Next(), time.GetUtcNow(), Activity.Current?.Id);

    private static void Correct(TrackedEdit edit, ReplicaEntity? replica, CapturedSave save)
    {
        if (replica?.Local is not { } local)
            return;
        object shown = edit.Table.Show(edit.Id.Key, local);
        IReadOnlyList<StoredField> fields = [.. edit.Table.Differences(edit.Entity, shown).Where(edit.Written.Contains)];
        if (fields.Count > 0)
            save.Corrections.Add((edit.Table, shown, fields));
    }
}
