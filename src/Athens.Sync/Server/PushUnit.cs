using System.Text.Json;
using Athens.Sync.Changes;
using Athens.Sync.Modeling;

namespace Athens.Sync.Server;

/// <summary>One run of a batch in one transaction: claim, lock, then decide change by change. Holds nothing that outlives it.</summary>
internal sealed class PushUnit
{
    private readonly SyncServer server;
    private readonly PushBatch batch;
    private readonly IServerTransaction transaction;
    private readonly RuleRunner rules;
    private readonly DateTimeOffset now;
    private readonly KeyMap keys;
    private HashSet<EntityId> unresolved;
    private Dictionary<IdempotencyKey, IdempotencyRecord> records = [];
    private DeviceMark? mark;
    private LeasedValues values = null!;
    private WorkingSet entities = new(new Dictionary<EntityId, ServerEntity>());

    private PushUnit(SyncServer server, PushBatch batch, IServerTransaction transaction)
    {
        this.server = server;
        this.batch = batch;
        this.transaction = transaction;
        now = server.Time.GetUtcNow();
        keys = new KeyMap(server.Model);
        keys.Add(batch.Keys);
        rules = new RuleRunner(transaction, batch.Caller, now);
        unresolved = [.. batch.Unresolved];
    }

    public static async Task<PushUnitResult> RunAsync(SyncServer server, PushBatch batch, IServerTransaction transaction, CancellationToken cancellationToken)
    {
        var unit = new PushUnit(server, batch, transaction);
        List<Step> steps = [.. batch.Changes.Select(unit.Prepare)];
        await unit.ReadMarkAsync(cancellationToken).ConfigureAwait(false);
        await unit.ClaimAsync(steps, cancellationToken).ConfigureAwait(false);
        steps = await unit.NameAsync(steps, cancellationToken).ConfigureAwait(false);
        await unit.LockAsync(steps, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<Outcome> outcomes = await unit.TakeInAsync(steps, cancellationToken).ConfigureAwait(false);
        unit.Close();
        await transaction.SaveAsync(cancellationToken).ConfigureAwait(false);
        return new PushUnitResult(outcomes, unit.unresolved, unit.keys, unit.mark?.Acknowledged);
    }

    /// <summary>What can be said before the database is asked; a create without a key gets one.</summary>
    private Step Prepare(Change sent)
    {
        int schema = sent.SchemaVersion ?? batch.SchemaVersion ?? server.Model.SchemaVersion;
        if (schema > server.Model.SchemaVersion)
            return new Step(sent, sent, null, Verdicts.Reject(sent, RejectionReason.UnknownSchema, $"The change was made under schema {schema}; this server knows schema {server.Model.SchemaVersion}."));
        Change read = server.Model.Upcast(sent, schema);
        if (ChangeCheck.Refuse(server.Model, read) is { } refusal)
            return new Step(sent, read, null, refusal);
        EntityModel entity = server.Model.Entity(read.Entity);
        Change change = read with
        {
            ServerId = read.ServerId is { } key ? entity.CanonicalKey(key) : entity.HasServerAssignedKey ? null : server.Ids.Next(),
            Data = server.Store.Normalize(entity, read.Data.Where(name => entity.Find(name) is not null)),
            Base = read.Base is null ? null : server.Store.Normalize(entity, read.Base),
        };
        return new Step(sent, read, change, null);
    }

    private async Task ReadMarkAsync(CancellationToken cancellationToken)
    {
        if (batch.Generation is not { } generation)
            return;
        DeviceMark? known = await transaction.ReadMarkAsync(batch.DeviceKey, cancellationToken).ConfigureAwait(false);
        mark = DeviceLedger.Advance(known, batch, generation, now, server.InFlightMax);
        transaction.Mark(mark);
    }

    private async Task ClaimAsync(List<Step> steps, CancellationToken cancellationToken)
    {
        IEnumerable<IdempotencyKey> own = steps.Select(s => batch.KeyOf(s.Sent.OfflineId, s.Sent.Entity));
        IEnumerable<IdempotencyKey> closed = steps.Where(s => s.Sent.Resolves is not null).Select(s => batch.KeyOf(s.Sent.Resolves!.OfflineId, s.Sent.Entity));
        IEnumerable<IdempotencyKey> dropped = batch.Resolutions.Where(r => r.Entity is not null).Select(r => batch.KeyOf(r.OfflineId, r.Entity!));
        IEnumerable<IdempotencyKey> former = batch.FormerDevice is null ? [] : steps.Select(s => batch.FormerKeyOf(s.Sent.OfflineId, s.Sent.Entity));
        SortedSet<IdempotencyKey> keys = [.. own, .. closed, .. dropped, .. former];
        foreach ((IdempotencyKey key, IdempotencyRecord record) in await transaction.ClaimAsync(keys, cancellationToken).ConfigureAwait(false))
            records[key] = record;
    }

    /// <summary>
    /// Gives creates the keys that the database has for them, and puts the real ones in the place of temporary ones. A create that
    /// was taken in before keeps the key that it was given then.
    /// </summary>
    private async Task<List<Step>> NameAsync(List<Step> steps, CancellationToken cancellationToken)
    {
        var given = new Dictionary<Step, string>();
        foreach (IGrouping<string, Step> type in steps.Where(IsToBeNamed).GroupBy(step => step.Sent.Entity))
        {
            Step[] unknown = [.. type.Where(step => RecordOf(step.Change!) is null && !IsForgotten(step.Change!))];
            IReadOnlyList<string> taken = unknown.Length == 0 ? [] : await transaction.TakeKeysAsync(server.Model.Entity(type.Key), unknown.Length, cancellationToken).ConfigureAwait(false);
            foreach ((Step step, string key) in unknown.Zip(taken))
                given[step] = key;
            foreach (Step step in type.Where(step => RecordOf(step.Change!) is not null))
                given[step] = RecordOf(step.Change!)!.Outcome.ServerId;
        }
        foreach ((Step step, string key) in given.Where(pair => pair.Key.Change!.ServerId is not null))
            keys.Add(new EntityId(step.Change!.Entity, step.Change.ServerId!), key);
        return [.. steps.Select(step => step.Change is null ? step : step with
        {
            Change = keys.Replace(given.TryGetValue(step, out string? key) ? step.Change with { ServerId = key } : step.Change),
            IsNamed = given.ContainsKey(step),
        })];
    }

    private bool IsToBeNamed(Step step) => step.Change is { Makes: true } change && server.Model.Entity(change.Entity) is { HasServerAssignedKey: true } entity
        && (change.ServerId is null || entity.IsTemporaryKey(change.ServerId));

    private async Task LockAsync(List<Step> steps, CancellationToken cancellationToken)
    {
        List<Change> made = [.. steps.Select(s => s.Change).OfType<Change>().Where(c => c.Makes && RecordOf(c) is null && !IsForgotten(c))];
        values = await LeasedValues.ReadAsync(transaction, server.Model, batch, made, cancellationToken).ConfigureAwait(false);
        SortedSet<EntityId> ids = [.. steps.Where(s => s.Change is not null).SelectMany(s => IdsOf(s.Change!))];
        entities = new WorkingSet(await transaction.LockAsync(ids, cancellationToken).ConfigureAwait(false));
        await values.AllocateAsync(server.Model, batch.Caller.Tenant, made, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The entity of a change, and those that it refers to.</summary>
    private IEnumerable<EntityId> IdsOf(Change change) => change.ServerId is { } key ? References(change).Prepend(new EntityId(change.Entity, key)) : References(change);

    private IEnumerable<EntityId> References(Change change) => server.Model.Entity(change.Entity).References
        .Select(reference => (reference.Type, Key: change.Data.Find(reference.Field.Name)))
        .Where(reference => reference.Key is { ValueKind: JsonValueKind.String or JsonValueKind.Number } && reference.Key.ToString()!.Length > 0)
        .Select(reference => IdOf(reference.Type, reference.Key.ToString()!));

    private EntityId IdOf(string type, string key) => new(type, server.Model.Entity(type).CanonicalKey(key));

    /// <summary>What the database refuses is halved until the change at fault stands alone; the others are taken in.</summary>
    private async Task<IReadOnlyList<Outcome>> TakeInAsync(IReadOnlyList<Step> steps, CancellationToken cancellationToken)
    {
        if (steps.Count == 0)
            return [];
        (WorkingSet entities, HashSet<EntityId> unresolved, Dictionary<IdempotencyKey, IdempotencyRecord> records, LeasedValues values) before = (entities.Copy(), [.. unresolved], new(records), values.Copy());
        List<Outcome> outcomes = [];
        if (await transaction.TryAsync(DecideAllAsync, cancellationToken).ConfigureAwait(false))
            return outcomes;
        (entities, unresolved, records, values) = before;
        if (steps.Count == 1)
            return [Unresolve(steps[0], Verdicts.BreaksARule(steps[0].Sent))];
        int half = steps.Count / 2;
        return
        [
            .. await TakeInAsync([.. steps.Take(half)], cancellationToken).ConfigureAwait(false),
            .. await TakeInAsync([.. steps.Skip(half)], cancellationToken).ConfigureAwait(false),
        ];

        async Task DecideAllAsync(CancellationToken token)
        {
            foreach (Step step in steps)
                outcomes.Add(await DecideAsync(step, token).ConfigureAwait(false));
        }
    }

    private async Task<Outcome> DecideAsync(Step step, CancellationToken cancellationToken)
    {
        unresolved.UnionWith(step.Sent.Unreadable);
        if (step.Change is not { } change)
            return Unresolve(step, step.Refusal!);
        if (RecordOf(change) is { } record)
            return Replay(step, record);
        if (IsForgotten(change))
            return IsNamedByNobody(step) ? Unresolve(step, Verdicts.Reject(step.Sent, RejectionReason.NotFound, $"What became of this create is not known any more. If it was taken in, the {change.Entity} is there under its own key.")) : Forgotten(change);
        if (IdsOf(change).Any(unresolved.Contains))
            return Unresolve(step, Verdicts.Conflict(change, ConflictReason.PredecessorUnresolved, null, "A change that this one builds on was not taken in."));
        if (RefersToNothing(change) || IdsOf(change).Any(IsTemporary))
            return Unresolve(step, Verdicts.NotFound(change));
        if (MakesItsKey(step))
            return Unresolve(step, Verdicts.Reject(change, RejectionReason.ValidationError, "server_id", $"The server gives a new {change.Entity} its key."));
        Decision decision = ChangeDecider.Decide(Input(change));
        if (decision.Refusal is { } refusal)
            return Unresolve(step, refusal);
        return await TakeAsync(step, change, decision, cancellationToken).ConfigureAwait(false);
    }

    private bool IsForgotten(Change change) => change.Number <= mark?.Acknowledged;

    /// <summary>True for a create whose key only its first answer told, which is gone: no device could go on under a temporary key, or one made now.</summary>
    private bool IsNamedByNobody(Step step) => step.Sent.Makes && (step.Sent.ServerId is null || IsTemporary(new EntityId(step.Change!.Entity, step.Change.ServerId!)));

    private bool IsTemporary(EntityId id) => server.Model.Entity(id.Type).IsTemporaryKey(id.Key);

    /// <summary>True for a create that says the key of a type whose keys the server gives, where there never was such an entity.</summary>
    private bool MakesItsKey(Step step) => step is { IsNamed: false, Change: { Makes: true } change } && server.Model.Entity(change.Entity).HasServerAssignedKey
        && entities.Find(new EntityId(change.Entity, change.ServerId!)) is null;

    /// <summary>True when the change names another entity that is not there, or not for the caller; parents are judged with the create.</summary>
    private bool RefersToNothing(Change change)
    {
        EntityModel entity = server.Model.Entity(change.Entity);
        return entity.References.Any(reference => !reference.IsParent
            && change.Data.Find(reference.Field.Name)?.ToString() is { Length: > 0 } key
            && Visible(entities.Find(IdOf(reference.Type, key))) is not { IsDeleted: false });
    }

    private DecisionInput Input(Change change)
    {
        EntityModel entity = server.Model.Entity(change.Entity);
        var id = new EntityId(change.Entity, change.ServerId!);
        return new DecisionInput
        {
            Entity = entity,
            Change = change,
            Current = entities.Find(id),
            Parent = entity.Parent is { } parent ? Visible(change.Data.Find(parent.Field.Name) is { } key && key.ToString().Length > 0 ? entities.Find(IdOf(parent.Type, key.ToString())) : null) : null,
            Scope = batch.Scope,
            MadeOn = entities.MadeOn(id, change.ClientVersion),
            Stamp = Stamping.Clamp(change.ChangedAt, batch.Device, now),
            Caller = batch.Caller,
        };
    }

    private ServerEntity? Visible(ServerEntity? entity) => entity is not null && batch.Caller.MaySee(entity.Scope) ? entity : null;

    private IdempotencyRecord? RecordOf(Change change) =>
        records.TryGetValue(batch.KeyOf(change.OfflineId, change.Entity), out IdempotencyRecord? record)
        || (batch.FormerDevice is not null && records.TryGetValue(batch.FormerKeyOf(change.OfflineId, change.Entity), out record))
            ? record
            : null;

    /// <summary>The device has acknowledged the change's verdict, whatever it was: a late copy is not tried again.</summary>
    private AppliedChange Forgotten(Change change) => new()
    {
        Entity = change.Entity,
        OfflineId = change.OfflineId,
        ServerId = change.ServerId ?? "",
        NewVersion = change.ServerId is { } key ? Visible(entities.Find(new EntityId(change.Entity, key)))?.Version ?? 0 : 0,
        Status = AppliedStatus.AlreadyApplied,
    };

    /// <summary>The change was taken in before: the first answer again, if it is the same change.</summary>
    private Outcome Replay(Step step, IdempotencyRecord record)
    {
        if (record.PayloadHash != PayloadHash.Of(step.Sent))
            return Unresolve(step, Verdicts.Reject(step.Sent, RejectionReason.IdempotencyKeyReused, "This offline_id was used for another change."));
        if (record.Outcome.Status is AppliedStatus.Applied)
            entities.NoteClean(new EntityId(record.Outcome.Entity, record.Outcome.ServerId), step.Sent.ClientVersion, record.Outcome.NewVersion);
        return record.Outcome with { Status = AppliedStatus.AlreadyApplied };
    }

    private async Task<Outcome> TakeAsync(Step step, Change change, Decision decision, CancellationToken cancellationToken)
    {
        ServerEntity? before = entities.Find(decision.After!.Id);
        ServerEntity after = decision.After;
        if (Alters(before, after))
        {
            (RejectedChange? refusal, after) = await JudgeAsync(server.Model.Entity(change.Entity), change, before, after, cancellationToken).ConfigureAwait(false);
            if (refusal is not null)
                return Unresolve(step, refusal);
            after = after with { Version = (before?.Version ?? 0) + 1, Scope = ScopeOf(after) };
            transaction.Stage(after);
            entities.Put(after);
        }
        Track(change, decision, after);
        var outcome = new AppliedChange
        {
            Entity = change.Entity,
            OfflineId = change.OfflineId,
            ServerId = after.Id.Key,
            NewVersion = after.Version,
            Status = decision.Status,
            Data = Answer.Data(server.Model.Entity(change.Entity), step.Read, decision.Status, before, after),
            Receipts = decision.Receipts.Count > 0 ? decision.Receipts : null,
            IgnoredFields = Answer.Ignored(server.Model.Entity(change.Entity), step.Read),
        };
        Record(step.Sent, outcome);
        return outcome;
    }

    /// <summary>Holds a change to the blocks of values that its device holds, and to the app's rules.</summary>
    private async Task<(RejectedChange? Refusal, ServerEntity After)> JudgeAsync(EntityModel entity, Change change, ServerEntity? before, ServerEntity after, CancellationToken cancellationToken)
    {
        if (!change.Makes)
            return await rules.JudgeAsync(entity, change, before, after, cancellationToken).ConfigureAwait(false);
        if (values.Refuse(entity, change) is { } refused)
            return (refused, after);
        (RejectedChange? refusal, after) = await rules.JudgeAsync(entity, change, null, values.Complete(entity, change, after), cancellationToken).ConfigureAwait(false);
        if (refusal is null)
            values.Use(entity, change);
        return (refusal, after);
    }

    /// <summary>The app's rules may have moved the entity to another scope.</summary>
    private string ScopeOf(ServerEntity after) =>
        server.Model.Entity(after.Id.Type).ScopeField is { } field && after.State.Find(field.Name)?.ToString() is { Length: > 0 } scope ? scope : after.Scope;

    private void Track(Change change, Decision decision, ServerEntity after)
    {
        if (decision.Status is AppliedStatus.Merged)
            entities.NoteMet(after.Id);
        else
            entities.NoteClean(after.Id, change.ClientVersion, after.Version);
    }

    private void Record(Change sent, AppliedChange outcome)
    {
        // A create without a key of its own is known by its record alone: a device that was restored from a backup, and sends it
        // again after its verdict was acknowledged, must not make a second entity.
        long? number = sent.Makes && server.Model.Entity(sent.Entity).HasServerAssignedKey ? null : sent.Number;
        Keep(batch.KeyOf(sent.OfflineId, sent.Entity), PayloadHash.Of(sent), outcome, number);
        if (sent.Resolves is { } resolved)
            Keep(batch.KeyOf(resolved.OfflineId, sent.Entity), "", outcome, null);
    }

    /// <summary>A conflict that was decided without a further change is closed: a late copy of its change finds this.</summary>
    private void Close()
    {
        foreach (ResolvedConflict resolution in batch.Resolutions)
        {
            if (resolution is not { Entity: { } type, ServerId: { } key } || records.ContainsKey(batch.KeyOf(resolution.OfflineId, type)))
                continue;
            var outcome = new AppliedChange { Entity = type, OfflineId = resolution.OfflineId, ServerId = key, NewVersion = 0, Status = AppliedStatus.AlreadyApplied };
            Keep(batch.KeyOf(resolution.OfflineId, type), "", outcome, null);
        }
    }

    private void Keep(IdempotencyKey key, string hash, AppliedChange outcome, long? number)
    {
        var record = new IdempotencyRecord { Key = key, PayloadHash = hash, Outcome = outcome, Number = number, Generation = batch.Generation, RecordedAt = now };
        if (records.TryAdd(key, record))
            transaction.Record(record);
    }

    /// <summary>What builds on the change has to wait, by whichever name of the entity it does. The verdict names the key that the sender named, not one made here and thrown away.</summary>
    private Outcome Unresolve(Step step, Outcome verdict)
    {
        foreach (string key in new[] { step.Sent.ServerId, step.Change?.ServerId }.OfType<string>().Where(key => key.Length > 0 && step.Sent.Entity.Length > 0))
            unresolved.Add(server.Model.Find(step.Sent.Entity) is null ? new EntityId(step.Sent.Entity, key) : IdOf(step.Sent.Entity, key));
        bool isThrownAway = step.Sent.ServerId is null || (step.IsNamed && step.Sent.Makes);
        return verdict is ConflictedChange conflict && isThrownAway ? conflict with { ServerId = step.Sent.ServerId } : verdict;
    }

    private static bool Alters(ServerEntity? before, ServerEntity after) =>
        before is null || before.IsDeleted != after.IsDeleted || !ReferenceEquals(before.State, after.State) && Answer.Differs(before.State, after.State);

    /// <summary>A change on its way: as sent; as this schema reads it; as the store will hold it; or why it goes no further; and whether its key was given here.</summary>
    private sealed record Step(Change Sent, Change Read, Change? Change, Outcome? Refusal, bool IsNamed = false);
}
