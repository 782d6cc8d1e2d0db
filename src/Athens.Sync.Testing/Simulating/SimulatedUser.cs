using System.Text.Json;
using Athens.Sync.Client;
using Athens.Sync.Device;
using Athens.Sync.Modeling;

namespace Athens.Sync.Testing.Simulating;

/// <summary>Does what users do: makes, edits and deletes entities, and decides conflicts.</summary>
internal sealed class SimulatedUser(DaySetting day)
{
    private readonly ValueMaker values = new(day.Options, day.Random);
    private readonly HashSet<EntityId> overruled = [];
    private readonly HashSet<EntityId> takenBack = [];
    private readonly HashSet<EntityId> deleted = [];
    private readonly HashSet<EntityId> savedFromOlder = [];
    private readonly Dictionary<(int Device, string Type, string Key), int> saves = [];

    public ValueMaker Values => values;

    /// <summary>True when somebody may have decided a conflict of the entity against the server's values.</summary>
    public bool MayHaveOverruled(EntityId id) => overruled.Contains(Lasting(id));

    /// <summary>True when somebody may have deleted the entity, at one time.</summary>
    public bool MayHaveDeleted(EntityId id) => deleted.Contains(Lasting(id));

    /// <summary>True when somebody may have taken an unsent edit back, so that there is nothing to send any more.</summary>
    public bool MayHaveTakenBack(EntityId id) => takenBack.Contains(Lasting(id)) || MayHaveDeleted(id);

    /// <summary>True when an object of the entity was saved that was older than another save on the same device.</summary>
    public bool HasSavedFromOlder(EntityId id) => savedFromOlder.Contains(id);

    /// <summary>The entity; where the server assigns keys, any of its type, for what was saved under a temporary key has another by now.</summary>
    private EntityId Lasting(EntityId id) => day.Model.Entity(id.Type).HasServerAssignedKey ? new EntityId(id.Type, "any") : id;

    public async Task MakeAsync(SimulatedDevice device, IReadOnlyList<string> scopes)
    {
        EntityModel type = day.Model.Entities[day.Random.Next(day.Model.Entities.Count)];
        object item = Activator.CreateInstance(type.ClrType)!;
        foreach (FieldModel field in type.Fields.Where(f => f.Access is not FieldAccess.ServerOwned && f != type.Status?.Field))
        {
            if (field == type.ScopeField)
                field.Write(item, JsonSerializer.SerializeToElement(scopes[day.Random.Next(scopes.Count)]));
            else if (type.References.FirstOrDefault(r => r.Field == field) is { } reference)
            {
                if (!await ReferAsync(device, item, reference).ConfigureAwait(false))
                    return;
            }
            else if (values.Next(field, field.Read(item)) is { } value)
                field.Write(item, value);
        }
        if (type.KeyOf(item).Length == 0 && type.KeyType != typeof(string) && type.KeyType != typeof(Guid) && !type.HasServerAssignedKey)
            type.SetKey(item, day.Random.NextInt64(1, int.MaxValue).ToString(System.Globalization.CultureInfo.InvariantCulture));
        await SaveAsync(device, type, item, type.Fields.Where(f => f.Access is FieldAccess.Writable && IsShownAsWritten(type, f)).ToDictionary(f => f.Name, f => f.Read(item), StringComparer.Ordinal)).ConfigureAwait(false);
    }

    public async Task EditAsync(SimulatedDevice device, Func<Task>? betweenReadAndSave = null)
    {
        EntityModel[] types = [.. day.Model.Entities.Where(e => !e.IsAppendOnly)];
        if (await PickAsync(device, types).ConfigureAwait(false) is not ({ } type, { } item))
            return;
        (int, string, string) name = (device.Number, type.Type, type.KeyOf(item));
        int saved = saves.GetValueOrDefault(name);
        SyncClient process = device.Client;
        if (betweenReadAndSave is not null)
            await betweenReadAndSave().ConfigureAwait(false);
        // What a process had read is gone with it.
        if (device.Client != process)
            return;
        FieldModel[] writable = [.. type.Fields.Where(f => f.Access is FieldAccess.Writable)];
        var before = new Dictionary<FieldModel, JsonElement>();
        for (int count = day.Random.Next(1, 4); count > 0 && writable.Length > 0; count--)
        {
            FieldModel field = writable[day.Random.Next(writable.Length)];
            before.TryAdd(field, field.Read(item));
            await ChangeAsync(device, type, item, field).ConfigureAwait(false);
        }
        IEnumerable<FieldModel> written = before.Where(pair => IsShownAsWritten(type, pair.Key) && !pair.Key.AreEqual(pair.Value, pair.Key.Read(item))).Select(pair => pair.Key);
        try
        {
            await SaveAsync(device, type, item, written.ToDictionary(f => f.Name, f => f.Read(item), StringComparer.Ordinal)).ConfigureAwait(false);
        }
        finally
        {
            // Another process may have saved it even while this save was under way.
            if (saves.GetValueOrDefault(name) > saved + 1)
                savedFromOlder.Add(new EntityId(type.Type, type.KeyOf(item)));
        }
    }

    public async Task DeleteAsync(SimulatedDevice device)
    {
        EntityModel[] types = [.. day.Model.Entities.Where(e => !e.IsAppendOnly && !day.Model.Entities.Any(child => child.Parent?.Type == e.Type))];
        if (await PickAsync(device, types).ConfigureAwait(false) is not ({ } type, { } item))
            return;
        var id = new EntityId(type.Type, type.KeyOf(item));
        deleted.Add(Lasting(id));
        if (await device.Set(type.Type).DeleteAsync(item).ConfigureAwait(false))
            day.Trace.Step($"{device.Number} deletes {id}");
        device.Promises.RemoveAll(p => p.Saved.Entity.Type == id.Type);
    }

    /// <summary>Decides conflicts: each one, or each other one.</summary>
    /// <returns>How many were decided.</returns>
    public async Task<int> DecideAsync(SimulatedDevice device, bool all)
    {
        int decided = 0;
        foreach (SyncConflict conflict in (await device.OpenConflictsAsync().ConfigureAwait(false)).Where(_ => all || day.Random.Next(2) == 0))
        {
            Resolution choice = Choose(conflict, all);
            day.Trace.Step($"{device.Number} decides {conflict.Entity} ({conflict.Reason?.ToString() ?? "refused"}): {choice.Kind}");
            if (choice.Kind is ResolutionKind.KeepMine)
                overruled.Add(Lasting(conflict.Entity));
            await conflict.ResolveAsync(choice).ConfigureAwait(false);
            device.Promises.RemoveAll(p => p.Saved.Entity.Type == conflict.Entity.Type);
            decided++;
        }
        return decided;
    }

    /// <summary>What a rule refused, it would refuse again; at the end of a day nobody insists for ever.</summary>
    private Resolution Choose(SyncConflict conflict, bool all)
    {
        if (conflict.Item.IsSetAside)
            return Resolution.KeepMine;
        if (conflict.Reason is not null && day.Random.Next(4) == 0 && conflict.PreviewAutoMerge().Left.Count == 0)
            return Resolution.AutoMerge;
        bool isHopeless = conflict.Reason is null or ConflictReason.InvalidTransition;
        if ((isHopeless && all) || day.Random.Next(2) == 0)
            return day.Random.Next(2) == 0 ? Resolution.UseServer : Resolution.Discard;
        return Resolution.KeepMine;
    }

    private async Task ChangeAsync(SimulatedDevice device, EntityModel type, object item, FieldModel field)
    {
        JsonElement current = field.Read(item);
        if (field == type.Status?.Field)
        {
            string[] next = [.. type.Status.Machine.Next(current.ToString()).Order(StringComparer.Ordinal)];
            if (next.Length > 0)
                field.Write(item, JsonSerializer.SerializeToElement(next[day.Random.Next(next.Length)]));
        }
        else if (type.References.FirstOrDefault(r => r.Field == field) is { } reference)
        {
            await ReferAsync(device, item, reference).ConfigureAwait(false);
        }
        else if (values.Next(field, current) is { } value)
        {
            field.Write(item, value);
        }
    }

    /// <summary>Sets a reference to something that the user sees.</summary>
    /// <returns>False when there must be one and nothing is there.</returns>
    private async Task<bool> ReferAsync(SimulatedDevice device, object item, ReferenceModel reference)
    {
        if (!reference.IsParent && day.Random.Next(3) == 0)
            return true;
        if (await PickAsync(device, day.Model.Entity(reference.Type)).ConfigureAwait(false) is not ({ } type, { } referred))
            return !reference.IsParent;
        string key = type.KeyOf(referred);
        bool isNumber = type.KeyType == typeof(int) || type.KeyType == typeof(long);
        reference.Field.Write(item, isNumber ? JsonElement.Parse(key) : JsonSerializer.SerializeToElement(key));
        return true;
    }

    private async Task<(EntityModel? Type, object? Item)> PickAsync(SimulatedDevice device, EntityModel type)
    {
        List<string> keys = await device.Store.ReadReplicasAsync(new ReplicaFilter { Type = type.Type }).Select(replica => replica.Key).ToListAsync().ConfigureAwait(false);
        return keys.Count == 0 ? (null, null) : (type, await device.Set(type.Type).GetAsync(keys[day.Random.Next(keys.Count)]).ConfigureAwait(false));
    }

    /// <summary>Where a field is not merged, what a user wrote stands until its verdict. What it refers to may get another key.</summary>
    private static bool IsShownAsWritten(EntityModel type, FieldModel field) =>
        field.Strategy.Name is "manual" or "last_write_wins" && type.References.All(reference => reference.Field != field);

    /// <summary>Something of any of these types, as long as there is anything.</summary>
    private async Task<(EntityModel? Type, object? Item)> PickAsync(SimulatedDevice device, EntityModel[] types)
    {
        int first = types.Length == 0 ? 0 : day.Random.Next(types.Length);
        foreach (EntityModel type in types.Skip(first).Concat(types.Take(first)))
        {
            if (await PickAsync(device, type).ConfigureAwait(false) is ({ }, { } item))
                return (type, item);
        }
        return (null, null);
    }

    private async Task SaveAsync(SimulatedDevice device, EntityModel type, object item, IReadOnlyDictionary<string, JsonElement> written)
    {
        (int, string, string) name = (device.Number, type.Type, type.KeyOf(item));
        saves[name] = saves.GetValueOrDefault(name) + 1;
        SavedChange? saved = await TryToSaveAsync(device, type, item).ConfigureAwait(false);
        day.Trace.Step($"{device.Number} saves {type.Type}/{type.KeyOf(item)}{(saved is null ? ", which is nothing to send" : "")}");
        if (saved is not null)
            Promised(device, saved, written);
        else
            TookBack(device, type, item);
    }

    private void TookBack(SimulatedDevice device, EntityModel type, object item)
    {
        takenBack.Add(Lasting(new EntityId(type.Type, type.KeyOf(item))));
        device.Promises.RemoveAll(p => p.Saved.Entity.Type == type.Type);
    }

    /// <summary>What was saved before and never sent may have become part of the same change.</summary>
    private static void Promised(SimulatedDevice device, SavedChange saved, IReadOnlyDictionary<string, JsonElement> written)
    {
        device.Acknowledged.Add(saved);
        for (int n = 0; n < device.Promises.Count; n++)
        {
            if (device.Promises[n].Saved.Position == saved.Position)
                device.Promises[n] = device.Promises[n] with { Saved = saved };
        }
        if (written.Count > 0)
            device.Promises.Add(new Promise(saved, written));
    }

    /// <summary>A process that stops in a save may have taken an unsent edit back, and told nobody.</summary>
    private async Task<SavedChange?> TryToSaveAsync(SimulatedDevice device, EntityModel type, object item)
    {
        try
        {
            return await device.Set(type.Type).SaveAsync(item).ConfigureAwait(false);
        }
        catch (SimulatedCrashException)
        {
            TookBack(device, type, item);
            throw;
        }
    }
}
