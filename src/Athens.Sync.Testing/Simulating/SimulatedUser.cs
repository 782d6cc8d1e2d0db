using System.Text.Json;
using Athens.Sync.Client;
using Athens.Sync.Modeling;

namespace Athens.Sync.Testing.Simulating;

/// <summary>Does what users do: makes, edits and deletes entities, and decides conflicts.</summary>
internal sealed class SimulatedUser(SyncModel model, SimulationOptions options, Random random, Trace trace)
{
    private readonly ValueMaker values = new(options, random);
    private readonly HashSet<EntityId> overruled = [];
    private readonly HashSet<EntityId> takenBack = [];
    private readonly HashSet<EntityId> deleted = [];

    public ValueMaker Values => values;


    /// <summary>True when somebody may have decided a conflict of the entity against the server's values.</summary>
    public bool MayHaveOverruled(EntityId id) => overruled.Contains(Lasting(id));

    /// <summary>True when somebody may have deleted the entity, at one time.</summary>
    public bool MayHaveDeleted(EntityId id) => deleted.Contains(Lasting(id));

    /// <summary>True when somebody may have taken an unsent edit back, so that there is nothing to send any more.</summary>
    public bool MayHaveTakenBack(EntityId id) => takenBack.Contains(Lasting(id)) || MayHaveDeleted(id);

    /// <summary>The entity; where the server assigns keys, any of its type, for what was saved under a temporary key has another by now.</summary>
    private EntityId Lasting(EntityId id) => model.Entity(id.Type).HasServerAssignedKey ? new EntityId(id.Type, "any") : id;

    public async Task MakeAsync(SimulatedDevice device, IReadOnlyList<string> scopes)
    {
        EntityModel type = model.Entities[random.Next(model.Entities.Count)];
        object item = Activator.CreateInstance(type.ClrType)!;
        foreach (FieldModel field in type.Fields.Where(f => f.Access is not FieldAccess.ServerOwned && f != type.Status?.Field))
        {
            if (field == type.ScopeField)
                field.Write(item, JsonSerializer.SerializeToElement(scopes[random.Next(scopes.Count)]));
            else if (type.References.FirstOrDefault(r => r.Field == field) is { } reference)
            {
                if (!await ReferAsync(device, item, reference).ConfigureAwait(false))
                    return;
            }
            else if (values.Next(field, field.Read(item)) is { } value)
                field.Write(item, value);
        }
        if (type.KeyOf(item).Length == 0 && type.KeyType != typeof(string) && type.KeyType != typeof(Guid) && !type.HasServerAssignedKey)
            type.SetKey(item, random.NextInt64(1, int.MaxValue).ToString(System.Globalization.CultureInfo.InvariantCulture));
        await SaveAsync(device, type, item).ConfigureAwait(false);
    }

    public async Task EditAsync(SimulatedDevice device, Func<Task>? betweenReadAndSave = null)
    {
        EntityModel[] types = [.. model.Entities.Where(e => !e.IsAppendOnly)];
        if (types.Length == 0 || await PickAsync(device, types[random.Next(types.Length)]).ConfigureAwait(false) is not ({ } type, { } item))
            return;
        SyncClient process = device.Client;
        if (betweenReadAndSave is not null)
            await betweenReadAndSave().ConfigureAwait(false);
        // What a process had read is gone with it.
        if (device.Client != process)
            return;
        FieldModel[] writable = [.. type.Fields.Where(f => f.Access is FieldAccess.Writable)];
        for (int count = random.Next(1, 4); count > 0 && writable.Length > 0; count--)
            await ChangeAsync(device, type, item, writable[random.Next(writable.Length)]).ConfigureAwait(false);
        await SaveAsync(device, type, item).ConfigureAwait(false);
    }

    public async Task DeleteAsync(SimulatedDevice device)
    {
        EntityModel[] types = [.. model.Entities.Where(e => !e.IsAppendOnly && !model.Entities.Any(child => child.Parent?.Type == e.Type))];
        if (types.Length == 0 || await PickAsync(device, types[random.Next(types.Length)]).ConfigureAwait(false) is not ({ } type, { } item))
            return;
        var id = new EntityId(type.Type, type.KeyOf(item));
        deleted.Add(Lasting(id));
        if (await device.Set(type.Type).DeleteAsync(item).ConfigureAwait(false))
            trace.Step($"{device.Number} deletes {id}");
    }

    /// <summary>Decides conflicts: each one, or each other one.</summary>
    /// <returns>How many were decided.</returns>
    public async Task<int> DecideAsync(SimulatedDevice device, bool all)
    {
        int decided = 0;
        foreach (SyncConflict conflict in (await device.OpenConflictsAsync().ConfigureAwait(false)).Where(_ => all || random.Next(2) == 0))
        {
            Resolution choice = Choose(conflict, all);
            trace.Step($"{device.Number} decides {conflict.Entity} ({conflict.Reason?.ToString() ?? "refused"}): {choice.Kind}");
            if (choice.Kind is ResolutionKind.KeepMine)
                overruled.Add(Lasting(conflict.Entity));
            await conflict.ResolveAsync(choice).ConfigureAwait(false);
            decided++;
        }
        return decided;
    }

    /// <summary>What a rule refused, it would refuse again; at the end of a day nobody insists for ever.</summary>
    private Resolution Choose(SyncConflict conflict, bool all)
    {
        if (conflict.Item.IsSetAside)
            return Resolution.KeepMine;
        if (conflict.Reason is not null && random.Next(4) == 0 && conflict.PreviewAutoMerge().Left.Count == 0)
            return Resolution.AutoMerge;
        bool isHopeless = conflict.Reason is null or ConflictReason.InvalidTransition;
        if ((isHopeless && all) || random.Next(2) == 0)
            return random.Next(2) == 0 ? Resolution.UseServer : Resolution.Discard;
        return Resolution.KeepMine;
    }

    private async Task ChangeAsync(SimulatedDevice device, EntityModel type, object item, FieldModel field)
    {
        JsonElement current = field.Read(item);
        if (field == type.Status?.Field)
        {
            string[] next = [.. type.Status.Machine.Next(current.ToString()).Order(StringComparer.Ordinal)];
            if (next.Length > 0)
                field.Write(item, JsonSerializer.SerializeToElement(next[random.Next(next.Length)]));
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
        if (!reference.IsParent && random.Next(3) == 0)
            return true;
        if (await PickAsync(device, model.Entity(reference.Type)).ConfigureAwait(false) is not ({ } type, { } referred))
            return !reference.IsParent;
        string key = type.KeyOf(referred);
        bool isNumber = type.KeyType == typeof(int) || type.KeyType == typeof(long);
        reference.Field.Write(item, isNumber ? JsonElement.Parse(key) : JsonSerializer.SerializeToElement(key));
        return true;
    }

    private async Task<(EntityModel? Type, object? Item)> PickAsync(SimulatedDevice device, EntityModel type)
    {
        List<object> items = await device.Set(type.Type).ListAsync().ConfigureAwait(false);
        return items.Count == 0 ? (null, null) : (type, items[random.Next(items.Count)]);
    }

    private async Task SaveAsync(SimulatedDevice device, EntityModel type, object item)
    {
        SavedChange? saved = await TryToSaveAsync(device, type, item).ConfigureAwait(false);
        trace.Step($"{device.Number} saves {type.Type}/{type.KeyOf(item)}{(saved is null ? ", which is nothing to send" : "")}");
        if (saved is not null)
            device.Acknowledged.Add(saved);
        else
            takenBack.Add(Lasting(new EntityId(type.Type, type.KeyOf(item))));
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
            takenBack.Add(Lasting(new EntityId(type.Type, type.KeyOf(item))));
            throw;
        }
    }
}
