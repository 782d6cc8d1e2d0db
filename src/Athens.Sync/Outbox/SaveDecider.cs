using System.Text.Json;
using Athens.Sync.Device;
using Athens.Sync.Merging;
using Athens.Sync.Modeling;

namespace Athens.Sync.Outbox;

/// <summary>Turns a saved entity into a change: what was edited, over which values.</summary>
internal sealed class SaveDecider
{
    private readonly EntityModel entity;
    private readonly Edit edit;
    private readonly ReplicaEntity replica;
    private readonly FieldValues local;
    private readonly FieldValues seen;
    private readonly IReadOnlyList<OutboxItem> shown;

    private SaveDecider(EntityModel entity, Edit edit, ReplicaEntity replica, FieldValues local, IReadOnlyList<OutboxItem> shown)
    {
        this.entity = entity;
        this.edit = edit;
        this.replica = replica;
        this.local = local;
        this.shown = shown;
        seen = edit.Seen ?? local;
    }

    /// <summary>The change, or null when nothing was edited.</summary>
    /// <exception cref="ChangeRefusedException">The edit is one that the server would refuse.</exception>
    public static Change? Decide(EntityModel entity, Edit edit, DeviceDraft draft)
    {
        ReplicaEntity? replica = draft.Replica(edit.Id);
        if (replica?.Local is not { } local)
            return Create(entity, edit, replica?.Version ?? 0);
        if (entity.IsAppendOnly)
            return entity.Fields.Any(f => !f.AreEqual(edit.Now.Find(f.Name), local.Find(f.Name)))
                ? throw new ChangeRefusedException(edit.Id, $"{entity.Type} is only ever added to.")
                : null;
        return new SaveDecider(entity, edit, replica, local, [.. draft.ItemsOf(edit.Id).Where(i => i.IsShown)]).Update();
    }

    /// <param name="entity">The entity type.</param>
    /// <param name="edit">What the user made.</param>
    /// <param name="version">The version of the entity that had the key before, and was deleted here; else 0.</param>
    private static Change Create(EntityModel entity, Edit edit, long version)
    {
        if (entity.HasServerAssignedKey && version == 0 && edit.SeenVersion is not > 0 && !entity.IsTemporaryKey(edit.Id.Key))
            throw new ChangeRefusedException(edit.Id, $"The server gives a new {entity.Type} its key: leave it 0.");
        if (entity.Status is { } status && edit.Now.Find(status.Field.Name)?.ToString() is { Length: > 0 } state && state != status.Machine.Initial)
            throw new ChangeRefusedException(edit.Id, $"A new {entity.Type} is '{status.Machine.Initial}', not '{state}'.");
        return Make(entity, edit, entity.IsAppendOnly ? ChangeOp.Append : ChangeOp.Create) with
        {
            ClientVersion = version,
            Data = edit.Now.Where(name => entity.Field(name).Access is not FieldAccess.ServerOwned && !IsUnsetStatus(entity, name, edit.Now)),
        };
    }

    /// <summary>The status of a new entity is the machine's to say where the app leaves it out.</summary>
    private static bool IsUnsetStatus(EntityModel entity, string name, FieldValues now) =>
        entity.Status?.Field.Name == name && string.IsNullOrEmpty(now[name].ToString());

    private static Change Make(EntityModel entity, Edit edit, ChangeOp op) => new()
    {
        Entity = entity.Type,
        Op = op,
        OfflineId = edit.OfflineId,
        ServerId = edit.Id.Key,
        ChangedAt = edit.At,
        Traceparent = edit.Traceparent,
    };

    private Change? Update()
    {
        FieldValues held = Held();
        List<FieldModel> edited = [.. entity.Fields.Where(f => !f.AreEqual(edit.Now.Find(f.Name), seen.Find(f.Name)) && !f.AreEqual(edit.Now.Find(f.Name), held.Find(f.Name)))];
        if (edited.Count == 0)
            return null;
        foreach (FieldModel field in edited)
            Check(field);
        bool moves = entity.Status is { } status && edited.Contains(status.Field);
        return Make(entity, edit, moves ? ChangeOp.UpdateStatus : ChangeOp.Update) with
        {
            ClientVersion = edit.SeenVersion ?? replica.Version,
            Data = FieldValues.From(edited.Select(f => KeyValuePair.Create(f.Name, Value(f)))),
            Base = FieldValues.From(BaseFields(edited).Select(f => KeyValuePair.Create(f.Name, Base(f)))),
        };
    }

    /// <summary>
    /// The fields as the app's object held them. Of an entity that the server deleted, only what the user wrote since is shown, and
    /// the rest of the object was never set: that is no edit.
    /// </summary>
    private FieldValues Held() => entity.Fields.All(field => seen.ContainsKey(field.Name))
        ? seen
        : entity.ReadState(entity.Materialize(edit.Id.Key, seen)).With(seen);

    private void Check(FieldModel field)
    {
        if (field.Access is not FieldAccess.Writable)
            throw new ChangeRefusedException(edit.Id, $"{field.Name} is not the device's to set.");
        if (entity.Status is not { } status || local.Find(status.Field.Name)?.ToString() is not { } state)
            return;
        if (field == status.Field && !status.Machine.Allows(state, Text(edit.Now, field)))
            throw new ChangeRefusedException(edit.Id, $"The {entity.Type} cannot move from '{state}' to '{Text(edit.Now, field)}'.");
        if (status.FrozenIn(state).Contains(field.Name))
            throw new ChangeRefusedException(edit.Id, $"{field.Name} cannot be edited while the {entity.Type} is '{state}'.");
    }

    /// <summary>The edited fields, those that merge together with one of them, and those that a status move relies on.</summary>
    private IEnumerable<FieldModel> BaseFields(List<FieldModel> edited)
    {
        IEnumerable<FieldModel> tied = entity.Groups.Where(group => group.Any(edited.Contains)).SelectMany(group => group);
        IEnumerable<FieldModel> required = entity.Status is { } status && edited.Contains(status.Field)
            ? status.RequiredFor(Text(edit.Now, status.Field)).Select(entity.Field)
            : [];
        return edited.Concat(tied).Concat(required).Distinct();
    }

    /// <summary>What the user wrote; over what an earlier edit on this device did meanwhile, as far as the two go together.</summary>
    private JsonElement Value(FieldModel field)
    {
        JsonElement now = edit.Now[field.Name];
        if (!IsOverlaid(field) || field.AreEqual(seen.Find(field.Name), local.Find(field.Name)))
            return now;
        var input = new MergeInput { Base = seen.Find(field.Name), HasBase = true, Client = now, Server = local.Find(field.Name), Kind = field.Kind };
        FieldMerge merge = field.Merge(input);
        return merge.Row is MergeRow.Merged ? merge.Value ?? Json.Null : now;
    }

    /// <summary>
    /// The value that the edit replaces: what the user saw. Where this device has itself written the field and the server has
    /// yet to say so, it is that, for one device never conflicts with itself.
    /// </summary>
    private JsonElement Base(FieldModel field) =>
        (IsOverlaid(field) ? local : seen).Find(field.Name) ?? Json.Null;

    private bool IsOverlaid(FieldModel field) => shown.Any(i => i.Change.Data.ContainsKey(field.Name));

    private static string Text(FieldValues values, FieldModel field) => values.Find(field.Name)?.ToString() ?? "";
}
