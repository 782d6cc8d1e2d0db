using System.Text.Json;
using Athens.Sync.Merging;
using Athens.Sync.Modeling;

namespace Athens.Sync.Server;

/// <summary>Decides an update or a status move: the three-way table for each field, then what states tie down.</summary>
internal sealed class UpdateDecider
{
    private readonly DecisionInput input;
    private readonly ServerEntity current;
    private readonly bool isStale;
    private readonly Dictionary<string, FieldMerge> merges = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FieldConflict> conflicts = new(StringComparer.Ordinal);

    private UpdateDecider(DecisionInput input, ServerEntity current)
    {
        this.input = input;
        this.current = current;
        isStale = input.MadeOn is { } version && version != current.Version;
    }

    private EntityModel Entity => input.Entity;

    private Change Change => input.Change;

    public static Decision Decide(DecisionInput input, ServerEntity current) => new UpdateDecider(input, current).Decide();

    private Decision Decide()
    {
        if (RefuseAccess() is { } refusal)
            return Decision.Refuse(refusal);
        foreach (FieldModel field in Entity.Fields.Where(f => f.Access is FieldAccess.Writable && Change.Data.ContainsKey(f.Name)))
            merges[field.Name] = Merge(field);
        foreach (IReadOnlyList<FieldModel> group in Entity.Groups.Where(g => g.Any(f => merges.ContainsKey(f.Name))))
            MergeTogether(group);
        return JudgeStatus() ?? JudgeFrozen() ?? JudgeConflicts() ?? JudgeLess() ?? Take();
    }

    /// <summary>A field that is not the caller's may be sent, as long as it says what is there.</summary>
    private RejectedChange? RefuseAccess()
    {
        Dictionary<string, string> refused = Entity.Fields
            .Where(f => f.Access is not FieldAccess.Writable && Change.Data.TryGetValue(f.Name, out JsonElement sent) && !f.AreEqual(sent, Server(f)))
            .ToDictionary(f => f.Name, f => f.Access is FieldAccess.ServerOwned ? "Only the server sets it." : "It is set when the entity is made.");
        return refused.Count == 0 ? null : Verdicts.Reject(Change, RejectionReason.FieldNotWritable, refused);
    }

    private FieldMerge Merge(FieldModel field)
    {
        JsonElement client = Change.Data[field.Name];
        JsonElement? server = Server(field);
        if (field.AreEqual(client, server) && !(field.Strategy.Accumulates && HasBase(field)))
            return new FieldMerge(MergeRow.Same, server);
        if (!HasBase(field))
            return isStale || Change.ClientVersion is null ? new FieldMerge(MergeRow.Conflict, server) : new FieldMerge(MergeRow.Client, client);
        return field.Merge(new MergeInput
        {
            Base = Base(field),
            HasBase = true,
            Client = client,
            Server = server,
            ClientStamp = input.Stamp,
            ServerStamp = current.Stamps.TryGetValue(field.Name, out Stamp stamp) ? stamp : null,
            Kind = field.Kind,
        });
    }

    /// <summary>Fields that are one value: it conflicts when each side moved some part of it.</summary>
    private void MergeTogether(IReadOnlyList<FieldModel> group)
    {
        bool clientMoved = group.Any(f => merges.TryGetValue(f.Name, out FieldMerge m) && m.Row is MergeRow.Client or MergeRow.Merged or MergeRow.Conflict);
        bool serverMoved = group.Any(ServerMoved);
        if (!clientMoved || !serverMoved)
            return;
        foreach (FieldModel field in group)
            conflicts[field.Name] = Verdicts.Field(field, Change, current);
    }

    private bool ServerMoved(FieldModel field) => HasBase(field) ? !field.AreEqual(Base(field), Server(field)) : input.MadeOn != current.Version;

    private Decision? JudgeStatus()
    {
        if (Entity.Status is not { } status || !merges.TryGetValue(status.Field.Name, out FieldMerge merge))
            return null;
        if (merge.Row is MergeRow.Same or MergeRow.Server || status.Field.AreEqual(merge.Value, Server(status.Field)) && merge.Row is MergeRow.Merged)
            return null;
        string from = Server(status.Field)?.ToString() ?? "";
        string to = merge.Row is MergeRow.Conflict ? Change.Data[status.Field.Name].ToString() : merge.Value.ToString()!;
        if (!status.Machine.Allows(from, to))
            return Decision.Refuse(InvalidMove(status, from, to));
        foreach (string name in status.RequiredFor(to))
            Require(Entity.Field(name));
        return null;
    }

    private ConflictedChange InvalidMove(StatusModel status, string from, string to) => Verdicts.Conflict(
        Change,
        ConflictReason.InvalidTransition,
        current,
        $"The {Entity.Type} cannot move to {to}: it is already at {from}.",
        new Dictionary<string, FieldConflict> { [status.Field.Name] = Verdicts.Field(status.Field, Change, current) });

    /// <summary>The move was decided on this field's value; it must still be that.</summary>
    private void Require(FieldModel field)
    {
        bool moved = merges.TryGetValue(field.Name, out FieldMerge merge)
            ? merge.Row is MergeRow.Merged or MergeRow.Server or MergeRow.Conflict
            : ServerMoved(field);
        if (moved)
            conflicts[field.Name] = Verdicts.Field(field, Change, current);
    }

    private Decision? JudgeFrozen()
    {
        if (Entity.Status is not { } status || Server(status.Field)?.ToString() is not { } state)
            return null;
        List<string> frozen = [.. status.FrozenIn(state).Where(name => merges.TryGetValue(name, out FieldMerge merge) && Alters(name, merge))];
        if (frozen.Count == 0)
            return null;
        string why = $"It cannot be edited while the {Entity.Type} is '{state}'.";
        if (!isStale)
            return Decision.Refuse(Verdicts.Reject(Change, RejectionReason.ValidationError, frozen.ToDictionary(name => name, _ => why)));
        foreach (string name in frozen)
            conflicts[name] = Verdicts.Field(Entity.Field(name), Change, current);
        return Conflict($"{string.Join(", ", frozen)}: {why}");
    }

    private bool Alters(string name, FieldMerge merge) =>
        merge.Row is MergeRow.Conflict || !Entity.Field(name).AreEqual(merge.Value, current.State.Find(name));

    private Decision? JudgeConflicts()
    {
        foreach (string name in merges.Where(m => m.Value.Row is MergeRow.Conflict).Select(m => m.Key))
            conflicts[name] = Verdicts.Field(Entity.Field(name), Change, current);
        return conflicts.Count == 0 ? null : Conflict($"Changed on the server since: {string.Join(", ", conflicts.Keys)}.");
    }

    private Decision Conflict(string detail) =>
        Decision.Refuse(Verdicts.Conflict(Change, ConflictReason.StaleVersion, current, detail, conflicts));

    private Decision? JudgeLess()
    {
        var less = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, FieldMerge merge) in merges)
        {
            FieldModel field = Entity.Field(name);
            IReadOnlyList<string> lost = field.NeverLess ? ThreeWayMerge.Lessens(field.Strategy, Server(field), merge.Value) : [];
            if (lost.Count > 0)
                less[name] = $"Nothing may be taken back: {string.Join(", ", lost)}.";
        }
        return less.Count == 0 ? null : Decision.Refuse(Verdicts.Reject(Change, RejectionReason.ValidationError, less));
    }

    private Decision Take()
    {
        var written = merges.Where(m => m.Value.Row is MergeRow.Client or MergeRow.Merged)
            .Select(m => KeyValuePair.Create(m.Key, m.Value.Value ?? Json.Null)).ToList();
        ServerEntity after = current with
        {
            State = current.State.With(FieldValues.From(written)),
            Stamps = Stamping.With(current.Stamps, Entity, written.Where(w => !Entity.Field(w.Key).AreEqual(w.Value, current.State.Find(w.Key))).Select(w => w.Key), input.Stamp),
        };
        return Decision.Take(after, MetOthers() ? AppliedStatus.Merged : AppliedStatus.Applied, Receipts());
    }

    private bool MetOthers() => isStale
        || merges.Values.Any(m => m.Row is MergeRow.Server or MergeRow.Merged)
        || merges.Keys.Any(name => HasBase(Entity.Field(name)) && ServerMoved(Entity.Field(name)));

    private List<MergeReceipt> Receipts() => [.. merges.Where(m => m.Value.Drops).Select(m => new MergeReceipt
    {
        Field = m.Key,
        Base = Base(Entity.Field(m.Key)),
        Client = Change.Data[m.Key],
        Server = current.State.Find(m.Key),
        Rule = Entity.Field(m.Key).Strategy.Name,
        Result = m.Value.Value,
    })];

    private JsonElement? Server(FieldModel field) => current.State.Find(field.Name);

    private JsonElement? Base(FieldModel field) => Change.Base?.Find(field.Name);

    /// <summary>A base that leaves a field out says null, where the field can be null.</summary>
    private bool HasBase(FieldModel field) => Change.Base is { } values && (values.ContainsKey(field.Name) || (field.IsNullable && Change.Data.ContainsKey(field.Name)));
}
