using Athens.Sync.Modeling;

namespace Athens.Sync.Server;

/// <summary>One open transaction of the server's store. Used by one caller at a time.</summary>
/// <remarks>
/// Locks are taken in one order, so that no two transactions wait for each other: the device, idempotency keys, leases,
/// then entities by <see cref="EntityId"/>, then series by name, then the feed's counters by scope.
/// </remarks>
public interface IServerTransaction
{
    /// <summary>The services of this transaction: the app's rules are resolved here, and share its database context.</summary>
    IServiceProvider Services { get; }

    /// <summary>
    /// Reads what is kept of a device, and keeps others from changing it until the end of the transaction; null for a
    /// device that is not known. Called at most once, before anything else.
    /// </summary>
    Task<DeviceMark?> ReadMarkAsync(DeviceKey device, CancellationToken cancellationToken = default);

    /// <summary>
    /// Notes what is to be kept of a device. The records of its generation with a number at or below
    /// <see cref="DeviceMark.Acknowledged"/> are forgotten with it.
    /// </summary>
    void Mark(DeviceMark mark);

    /// <summary>
    /// Holds the keys until the end of the transaction, so that no other one records them, and returns the records that
    /// exist. Called at most once, before entities are locked.
    /// </summary>
    Task<IReadOnlyDictionary<IdempotencyKey, IdempotencyRecord>> ClaimAsync(IReadOnlyCollection<IdempotencyKey> keys, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads the blocks of values that the devices hold and keeps others from changing them until the end of the transaction.
    /// Called at most once, before entities are locked.
    /// </summary>
    Task<IReadOnlyList<ValueLease>> LockLeasesAsync(IReadOnlyCollection<DeviceKey> devices, CancellationToken cancellationToken = default);

    /// <summary>Notes a lease, a new one or in the place of the one with the same series and first value.</summary>
    void Keep(ValueLease lease);

    /// <summary>
    /// Takes the next values of a tenant's series. They were never given out before and never will be again, once the transaction
    /// commits; until then other transactions that want some wait.
    /// </summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="series">The series' name.</param>
    /// <param name="first">The lowest value that may be given out.</param>
    /// <param name="count">How many. 1 or more.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The first of them; the others follow it.</returns>
    Task<long> AllocateAsync(string tenant, string series, long first, int count, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads entities and tombstones for update and keeps others from changing them until the end of the transaction.
    /// What does not exist is missing from the answer. Query filters of the app do not apply.
    /// </summary>
    Task<IReadOnlyDictionary<EntityId, ServerEntity>> LockAsync(IReadOnlyCollection<EntityId> ids, CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes keys for new entities of a type whose keys the server assigns, from where the database itself takes them: no two callers
    /// get the same, and one that is not used, or whose transaction is undone, need not come again.
    /// </summary>
    /// <param name="entity">The entity type.</param>
    /// <param name="count">How many; 1 or more.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    Task<IReadOnlyList<string>> TakeKeysAsync(EntityModel entity, int count, CancellationToken cancellationToken = default);

    /// <summary>Notes that the entity is to become this: inserted, updated, deleted or restored. The last of several wins.</summary>
    void Stage(ServerEntity entity);

    /// <summary>Notes the record of a change that was taken in.</summary>
    void Record(IdempotencyRecord record);

    /// <summary>
    /// Does work and saves it. Where the data breaks a rule of the database, everything since the call began is undone: what was
    /// staged, recorded and saved, and what the app's rules wrote through <see cref="Services"/>. The transaction goes on then, with
    /// its keys and entities still held. Not to be called within the work.
    /// </summary>
    /// <remarks>
    /// A rule that the database checks only at the commit is not found here. Objects that the app's context tracked during undone
    /// work are not tracked any more.
    /// </remarks>
    /// <returns>False when a rule was broken and the work was undone.</returns>
    /// <exception cref="Exception">What the work threw for any other reason; the transaction cannot be committed then.</exception>
    Task<bool> TryAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken = default);

    /// <summary>Writes what is staged, so that queries of this transaction see it. Called by the store itself before the commit.</summary>
    /// <exception cref="StoreException">The data breaks a rule of the database.</exception>
    Task SaveAsync(CancellationToken cancellationToken = default);
}
