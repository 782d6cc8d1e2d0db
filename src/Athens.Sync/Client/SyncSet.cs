using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Athens.Sync.Client;
using Athens.Sync.Device;
using Athens.Sync.Live;
using Athens.Sync.Modeling;
using Athens.Sync.Outbox;
using Athens.Sync.Replica;

namespace Athens.Sync;

/// <summary>The entities of one type on this device: what the server holds, with the device's own changes over it.</summary>
/// <typeparam name="TEntity">The app's entity type.</typeparam>
public sealed class SyncSet<TEntity>
    where TEntity : class
{
    /// <summary>Stands for the key of an entity that gets one while it is saved; no entity has it.</summary>
    private const string NoKeyYet = "-";

    private readonly ConditionalWeakTable<TEntity, Seen> seen = [];
    private readonly SyncModel model;
    private readonly EntityModel entity;
    private readonly DeviceCommands commands;
    private readonly TimeProvider time;
    private readonly SyncIds ids;

    internal SyncSet(SyncModel model, EntityModel entity, DeviceCommands commands, TimeProvider time, SyncIds ids)
    {
        this.model = model;
        this.entity = entity;
        this.commands = commands;
        this.time = time;
        this.ids = ids;
    }

    /// <summary>
    /// Reads an entity; null when there is none, or it is deleted. Needs no network. An entity whose key the server has given is
    /// found by its temporary key, too.
    /// </summary>
    /// <exception cref="UnreadableEntityException">The entity holds a value that this version of the app cannot hold.</exception>
    public async Task<TEntity?> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        ReplicaEntity? replica = await FindAsync(key, cancellationToken).ConfigureAwait(false);
        return replica is { Local: not null, AwaitsParent: false } ? Follow(replica) : null;
    }

    /// <summary>
    /// Reads every entity, in ordinal order of keys. Needs no network. What this version of the app cannot hold is left out, and
    /// listed by <see cref="ListUnreadableAsync"/>.
    /// </summary>
    public async IAsyncEnumerable<TEntity> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (ReplicaEntity replica in commands.Store.ReadReplicasAsync(new ReplicaFilter { Type = entity.Type }, cancellationToken).ConfigureAwait(false))
        {
            if (entity.TryMaterialize(replica.Key, replica.Local!, out _) is TEntity item)
                yield return Noted(item, replica);
        }
    }

    /// <summary>
    /// Reads which entities this version of the app cannot hold: a newer one wrote them. They are kept, in step with the server, for
    /// when the app can.
    /// </summary>
    public async IAsyncEnumerable<UnreadableEntity> ListUnreadableAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (ReplicaEntity replica in commands.Store.ReadReplicasAsync(new ReplicaFilter { Type = entity.Type }, cancellationToken).ConfigureAwait(false))
        {
            if (entity.TryMaterialize(replica.Key, replica.Local!, out UnreadableEntityException? fault) is null)
                yield return new UnreadableEntity(replica.Id, fault!.Field);
        }
    }

    /// <summary>
    /// An entity: as it is, null where there is none, and each time that it is otherwise, or stands otherwise with the server. A
    /// reader who is slow misses what lay between, never the latest, and holds nothing up. Ends when the engine is disposed of.
    /// </summary>
    /// <exception cref="StoreException">The store failed.</exception>
    /// <exception cref="UnreadableEntityException">The entity holds a value that this version of the app cannot hold.</exception>
    public IAsyncEnumerable<TEntity?> WatchAsync(string key, CancellationToken cancellationToken = default) =>
        LiveEntity.WatchAsync(commands, entity, new EntityId(entity.Type, key), cancellationToken).Select(replica => replica is null ? null : Follow(replica));

    /// <summary>
    /// Every entity, in ordinal order of keys: as they are, and each time that one is otherwise, comes or goes. A list never changes
    /// once given; an entity that did not change is the same object as in the list before, so edit none of them in place: read the one
    /// to edit. A reader who is slow misses what lay between, never the latest, and holds nothing up. Ends when the engine is disposed of.
    /// </summary>
    /// <exception cref="StoreException">The store failed.</exception>
    public IAsyncEnumerable<IReadOnlyList<TEntity>> WatchListAsync(CancellationToken cancellationToken = default) =>
        LiveList.WatchAsync(commands, entity, Follow, cancellationToken);

    /// <summary>Every entity, as a list that keeps itself current: what a user interface binds to. Dispose of it.</summary>
    /// <param name="context">Where the list's changes are applied and told, such as the user interface's thread; null for any thread.</param>
    /// <param name="cancellationToken">Gives up filling the list.</param>
    /// <exception cref="StoreException">The store failed.</exception>
    public async Task<SyncObservableList<TEntity>> ObserveAsync(SynchronizationContext? context = null, CancellationToken cancellationToken = default)
    {
        var list = new SyncObservableList<TEntity>(new LiveReplicas(commands, entity), Follow, context);
        try
        {
            await list.StartAsync(cancellationToken).ConfigureAwait(false);
            return list;
        }
        catch
        {
            await list.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>How an entity stands with the server; null when the device does not have it.</summary>
    public async Task<EntitySyncState?> GetSyncStateAsync(string key, CancellationToken cancellationToken = default) =>
        (await FindAsync(key, cancellationToken).ConfigureAwait(false))?.SyncState;

    /// <summary>
    /// Saves an entity and queues what was edited since it was read, in one step; durable when this returns. A new entity
    /// without a key gets one: a negative, temporary one where the server gives the key. A new one gets the next value of each leased
    /// number too, as far as the device holds some. Nothing edited is nothing queued.
    /// </summary>
    /// <returns>The change to wait for (<see cref="SyncClient.WaitForAsync(SavedChange, CancellationToken)"/>); null when there is nothing to send.</returns>
    /// <exception cref="ChangeRefusedException">The server would refuse the edit; nothing was written.</exception>
    /// <exception cref="StoreException">The store failed; nothing was written.</exception>
    public async Task<SavedChange?> SaveAsync(TEntity item, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(item);
        EntityId? id = KeyOf(item);
        seen.TryGetValue(item, out Seen? known);
        Edit edit = EditOf(id ?? new EntityId(entity.Type, NoKeyYet), entity.ReadState(item)) with { Seen = known?.State, SeenVersion = known?.Version };
        (edit, ReplicaEntity? replica, OutboxItem? queued) = await commands.RunAsync(
            EnqueueDecider.Query(model, edit.Id, edit.Now),
            draft => Save(draft, item, id is null ? edit with { Id = KeyAssignment.Next(draft, entity) } : edit),
            cancellationToken).ConfigureAwait(false);
        foreach (FieldModel field in entity.Fields.Where(field => field.Leased is not null && edit.Now.Find(field.Name) is { ValueKind: not JsonValueKind.Null }))
            field.Write(item, edit.Now[field.Name]);
        if (replica is not null)
            Note(item, replica, edit.Now);
        return queued is null ? null : new SavedChange { Entity = edit.Id, OfflineId = queued.Change.OfflineId, Position = queued.Position };
    }

    /// <summary>The object's key, made here where it has none; null where it must be a temporary one, which the store counts.</summary>
    private EntityId? KeyOf(TEntity item)
    {
        if (entity.KeyOf(item).Length > 0)
            return new EntityId(entity.Type, entity.KeyOf(item));
        if (entity.HasServerAssignedKey)
            return null;
        if (!entity.TakesMadeKeys)
            throw new InvalidOperationException($"A new {entity.Type} needs a key: a {entity.KeyType.Name} cannot be made on a device. Give it one, or declare ServerAssignedKey().");
        entity.SetKey(item, ids.Next());
        return new EntityId(entity.Type, entity.KeyOf(item));
    }

    /// <summary>Deletes an entity and queues that, in one step; durable when this returns.</summary>
    /// <returns>False when there was nothing to delete.</returns>
    /// <exception cref="ChangeRefusedException">Entities of this type are only ever added.</exception>
    public Task<bool> DeleteAsync(string key, CancellationToken cancellationToken = default) => DeleteAsync(key, null, cancellationToken);

    /// <summary>
    /// As <see cref="DeleteAsync(string, CancellationToken)"/>, for what the user sees: where the server's state has moved on since the
    /// object was read, the delete is a conflict that shows how, even if this device has pulled that state meanwhile.
    /// </summary>
    /// <param name="item">The entity, as this set gave it.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    public Task<bool> DeleteAsync(TEntity item, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(item);
        return DeleteAsync(entity.KeyOf(item), seen.TryGetValue(item, out Seen? known) ? known : null, cancellationToken);
    }

    private Task<bool> DeleteAsync(string key, Seen? known, CancellationToken cancellationToken)
    {
        var id = new EntityId(entity.Type, key);
        if (entity.IsAppendOnly)
            throw new ChangeRefusedException(id, $"{entity.Type} is only ever added to.");
        Edit edit = EditOf(id, FieldValues.Empty) with { IsDeleted = true, Seen = known?.State, SeenVersion = known?.Version };
        return commands.RunAsync(EnqueueDecider.Query(model, id, edit.Now), draft => EditDecider.Enqueue(draft, model, edit, out _), cancellationToken);
    }

    private Edit EditOf(EntityId id, FieldValues now) => new()
    {
        Id = id,
        Now = now,
        At = time.GetUtcNow(),
        OfflineId = ids.Next(),
        Traceparent = Activity.Current?.Id,
    };

    /// <summary>The object has its key before the commit: saved again after a failure, it is still the same entity.</summary>
    private (Edit Edit, ReplicaEntity? Replica, OutboxItem? Queued) Save(DeviceDraft draft, TEntity item, Edit edit)
    {
        Edit named = BlockDecider.Take(draft, entity, EditKeys.Resolve(draft, model, edit));
        EditDecider.Enqueue(draft, model, named, out OutboxItem? queued);
        if (entity.HasServerAssignedKey)
            entity.SetKey(item, named.Id.Key);
        return (named, draft.Replica(named.Id), queued);
    }

    private Task<ReplicaEntity?> FindAsync(string key, CancellationToken cancellationToken) =>
        AliasLook.FindAsync(commands.Store, new EntityId(entity.Type, key), cancellationToken);

    private TEntity Follow(ReplicaEntity replica)
    {
        object? item = entity.TryMaterialize(replica.Key, replica.Local!, out UnreadableEntityException? fault);
        return fault is null ? Noted((TEntity)item!, replica) : throw fault;
    }

    private TEntity Noted(TEntity item, ReplicaEntity replica)
    {
        Note(item, replica, replica.Local!);
        return item;
    }

    /// <summary>Remembers what the object holds, so that a later save tells what the user edited from what was there.</summary>
    private void Note(TEntity item, ReplicaEntity replica, FieldValues holds) =>
        seen.AddOrUpdate(item, new Seen(holds, replica.Version));

    private sealed record Seen(FieldValues State, long Version);
}
