using Athens.Sync.EntityFrameworkCore.Dialects;
using Athens.Sync.EntityFrameworkCore.Feed;
using Athens.Sync.EntityFrameworkCore.Mapping;
using Athens.Sync.EntityFrameworkCore.Tables;
using Athens.Sync.EntityFrameworkCore.Tracking;
using Athens.Sync.Modeling;
using Athens.Sync.Server;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Athens.Sync.EntityFrameworkCore.Units;

/// <summary>
/// The entities that a unit holds: where EF must write them the app's own objects, tracked by its context; else rows that are written
/// at once.
/// </summary>
/// <param name="context">The unit's context.</param>
/// <param name="mapping">Where entities are.</param>
/// <param name="unit">The unit's feed.</param>
/// <param name="added">Gets the keys of rows that are made where none was seen before.</param>
internal sealed class EntityRows(DbContext context, SyncMapping mapping, FeedUnit unit, List<EntityId> added)
{
    /// <summary>Where a row is that is in no scope: nobody may see it there, so that it is answered as one that is not there. No database keeps such a text.</summary>
    private const string Nowhere = "\0";

    private readonly Dictionary<EntityId, object?> objects = [];
    private readonly BulkRows bulk = new(context, mapping, unit);
    private readonly HashSet<EntityId> seen = [];
    private Dictionary<EntityId, ServerEntity> saved = [];

    /// <summary>What has been written so far, by entity.</summary>
    public IReadOnlyDictionary<EntityId, ServerEntity> Written => saved;

    /// <summary>Goes back to where this was written: objects are read again when they are needed, since those that were read may hold what is undone.</summary>
    public void Return(IReadOnlyDictionary<EntityId, ServerEntity> written)
    {
        saved = new(written);
        objects.Clear();
        bulk.Release();
    }

    /// <summary>Reads what is not held yet, and keeps others from changing it: rows first, then entries.</summary>
    public async Task LockAsync(IEnumerable<EntityId> ids, CancellationToken cancellationToken)
    {
        EntityId[] missing = [.. ids.Where(id => !objects.ContainsKey(id) && !bulk.Holds(id)).Distinct().Order()];
        if (missing.Length == 0)
            return;
        var call = new ContextCall(context, true, cancellationToken);
        var session = new SqlSession(call);
        IGrouping<string, EntityId>[] types = [.. missing.GroupBy(id => id.Type, StringComparer.Ordinal)];
        HashSet<string> there = [];
        foreach (IGrouping<string, EntityId> type in types)
        {
            if (await mapping.Dialect.LockRowsAsync(session, mapping.Of(type.Key), [.. type.Select(id => id.Key)]).ConfigureAwait(false))
                there.Add(type.Key);
        }
        if (mapping.HasMarks)
            await TakeMarksAsync(call, missing).ConfigureAwait(false);
        foreach (IGrouping<string, EntityId> type in types)
            await ReadAsync(call, mapping.Of(type.Key), there.Contains(type.Key), [.. type.Select(id => id.Key)]).ConfigureAwait(false);
        foreach ((EntityId id, EntryRow? entry) in await EntryReader.LockAsync(call, mapping.Dialect, missing).ConfigureAwait(false))
            unit.Known[id] = entry;
        await LockAsync(missing.Where(id => unit.Known[id] is null).Select(ParentOf).OfType<EntityId>(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What was written past the engine is taken in before anything is decided on it, parents first.</summary>
    private async Task TakeMarksAsync(ContextCall call, IReadOnlyList<EntityId> ids)
    {
        var taker = new MarkTaker(mapping, call, unit, SyncOptionsExtension.InterceptorOf(context).StampNow());
        foreach (EntityMapping type in mapping.Entities)
        {
            foreach (ServerEntity taken in await taker.TakeAsync(type, [.. ids.Where(id => id.Type == type.Entity.Type).Select(id => id.Key)]).ConfigureAwait(false))
                saved[taken.Id] = taken;
        }
    }

    /// <summary>An entity that is held, or its tombstone; null when there is neither.</summary>
    public ServerEntity? Find(EntityId id)
    {
        EntryRow? entry = unit.Known.GetValueOrDefault(id);
        if (Held(id) is not { } row)
            return saved.GetValueOrDefault(id) ?? (entry is { Status: EntryStatus.Deleted } ? FeedPages.Tombstone(entry) : null);
        ServerEntity? last = saved.GetValueOrDefault(id);
        return new ServerEntity
        {
            Id = id,
            Scope = ScopeOf(mapping.Of(id.Type), row.Entity, last?.Scope ?? entry?.Scope),
            Version = row.Version,
            State = row.State,
            Stamps = last?.Stamps ?? Stamps.Read(entry?.Stamps),
        };
    }

    /// <summary>Writes entities past the change tracker, where EF would do no more than that.</summary>
    /// <returns>False where EF must write them; nothing was written then.</returns>
    public async Task<bool> WriteAtOnceAsync(IReadOnlyCollection<ServerEntity> entities, CancellationToken cancellationToken)
    {
        if (bulk.Plan(entities) is not { } plan)
            return false;
        added.AddRange(plan.Made.Where(id => !seen.Contains(id)));
        await plan.WriteAsync(new SqlSession(new ContextCall(context, true, cancellationToken)), mapping).ConfigureAwait(false);
        return true;
    }

    /// <summary>Has the context track all that is held, as EF must write it.</summary>
    public async Task TrackAsync(CancellationToken cancellationToken)
    {
        foreach (IGrouping<string, EntityId> type in bulk.Release().GroupBy(id => id.Type, StringComparer.Ordinal))
            await TrackAsync(mapping.Of(type.Key), [.. type.Select(id => id.Key)], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes the tracked objects what the entities are to become; only fields that differ are written.</summary>
    /// <exception cref="StoreException">Something cannot become so.</exception>
    public void Apply(IReadOnlyCollection<ServerEntity> entities)
    {
        foreach (ServerEntity entity in entities.Where(e => !e.IsDeleted))
            Apply(entity);
        // A parent whose child is still tracked and alive cannot be deleted.
        foreach (ServerEntity entity in mapping.Entities.Reverse().SelectMany(type => entities.Where(e => e.IsDeleted && e.Id.Type == type.Entity.Type)))
            Apply(entity);
    }

    /// <exception cref="StoreException">The app's own code has changed it in this unit, so it is not what was decided on.</exception>
    private void Apply(ServerEntity entity)
    {
        EntityMapping type = mapping.Of(entity.Id.Type);
        object? row = objects[entity.Id];
        if (row is not null && VersionOf(row, type) >= entity.Version)
            throw new StoreException(StoreFailure.Constraint, $"The {entity.Id.Type} '{entity.Id.Key}' was changed by other code in the same transaction.");
        if (entity.IsDeleted)
            Delete(type, row, entity);
        else
            Write(type, row ?? Add(type, entity), entity);
    }

    /// <summary>Notes that what was applied is written.</summary>
    public void Saved(IEnumerable<ServerEntity> entities)
    {
        foreach (ServerEntity entity in entities)
        {
            saved[entity.Id] = entity;
            seen.Add(entity.Id);
            if (entity.IsDeleted)
                objects[entity.Id] = null;
        }
        unit.Staged.Clear();
    }

    /// <summary>Where none was there to be locked, one that is there by now is a race, which its insert tells.</summary>
    private async Task ReadAsync(ContextCall call, EntityMapping type, bool areThere, IReadOnlyList<string> keys)
    {
        if (!bulk.Takes(type))
            await TrackAsync(type, keys, call.CancellationToken).ConfigureAwait(false);
        else if (areThere)
            seen.UnionWith(await bulk.ReadAsync(call, type, keys).ConfigureAwait(false));
        else
            bulk.HoldNone(type, keys);
    }

    private async Task TrackAsync(EntityMapping type, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        foreach (string key in keys)
            objects[new EntityId(type.Entity.Type, key)] = null;
        HashSet<object> tracked = [.. context.ChangeTracker.Entries().Where(e => e.Metadata == type.Type).Select(e => e.Entity)];
        foreach (object entity in await type.TrackAsync(context, keys, cancellationToken).ConfigureAwait(false))
        {
            EntityEntry entry = context.Entry(entity);
            // What was read before it was locked may be old.
            if (tracked.Contains(entity) && entry.State is EntityState.Unchanged)
                await entry.ReloadAsync(cancellationToken).ConfigureAwait(false);
            var id = new EntityId(type.Entity.Type, type.KeyOf(entity));
            objects[id] = entity;
            seen.Add(id);
        }
    }

    private object Add(EntityMapping type, ServerEntity entity)
    {
        object row = type.Entity.Materialize(entity.Id.Key, entity.State);
        context.Add(row);
        if (!seen.Contains(entity.Id))
            added.Add(entity.Id);
        objects[entity.Id] = row;
        return row;
    }

    private void Write(EntityMapping type, object row, ServerEntity entity)
    {
        foreach (FieldModel field in type.Entity.Fields)
        {
            if (entity.State.Find(field.Name) is { } value && !field.AreEqual(value, field.Read(row)))
                field.Write(row, value);
        }
        context.Entry(row).Property(type.Version.Name).CurrentValue = entity.Version;
        unit.Staged[row] = entity;
    }

    /// <summary>What was made and deleted before it was ever written leaves only its tombstone.</summary>
    private void Delete(EntityMapping type, object? row, ServerEntity entity)
    {
        if (row is null)
        {
            unit.Writes.Add(new FeedWrite { Mapping = type, Id = entity.Id, Version = entity.Version, IsDeleted = true, Scope = entity.Scope, State = entity.State.ToJson(), Stamps = entity.Stamps });
            return;
        }
        try
        {
            context.Remove(row);
        }
        catch (InvalidOperationException exception)
        {
            throw new StoreException(StoreFailure.Constraint, $"The {entity.Id.Type} '{entity.Id.Key}' is needed by others.", exception);
        }
        unit.Staged[row] = entity;
    }

    private long VersionOf(object entity, EntityMapping type) => (long)context.Entry(entity).Property(type.Version.Name).OriginalValue!;

    /// <summary>A row that was there before the engine has no entry yet, so its scope is its parent's.</summary>
    private EntityId? ParentOf(EntityId id) => Held(id) is { } row ? Placement.Find(mapping.Of(id.Type), row.Entity)?.Parent : null;

    private HeldRow? Held(EntityId id) => bulk.Find(id)
        ?? (objects.GetValueOrDefault(id) is { } tracked ? new HeldRow(mapping.Of(id.Type), tracked, VersionOf(tracked, mapping.Of(id.Type))) : null);

    private string ScopeOf(EntityMapping type, object entity, string? told)
    {
        if (Placement.Find(type, entity) is not { } place)
            return Nowhere;
        return told ?? place.Scope ?? Find(place.Parent!.Value)?.Scope ?? Nowhere;
    }
}
