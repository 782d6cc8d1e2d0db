namespace Athens.Sync.Device;

/// <summary>
/// What the client engine needs of a device's store: a consistent look, and one atomic write that is refused when
/// the look no longer stands. Every command of the engine is load, decide, commit; the deciding is the core's.
/// </summary>
/// <remarks>
/// <para><b>Atomic and durable:</b> a commit is whole or not at all, and what it wrote survives the death of the process
/// once the call has returned.</para>
/// <para><b>Isolated:</b> a look sees the state between two commits. Nothing is held between a look and a commit.</para>
/// <para><b>Threads:</b> safe to call from many at once, and from several engines over one store.</para>
/// <para><b>Failures</b> are told as <see cref="StoreException"/>; after a failed commit nothing of it is there.</para>
/// <para><b>Exact:</b> what is read is what was written, character by character, digit by digit; keys differ by case.</para>
/// </remarks>
public interface IDeviceStore : IAsyncDisposable
{
    /// <summary>Looks at what the query names, as one consistent state. A new store gives a new <see cref="DeviceState"/>.</summary>
    Task<DeviceView> LoadAsync(DeviceQuery query, CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes a command's result, if the stored revision is one less than the commit's.
    /// </summary>
    /// <returns>False when it is not: nothing was written, and the caller looks again.</returns>
    Task<bool> CommitAsync(DeviceCommit commit, CancellationToken cancellationToken = default);

    /// <summary>Reads replicas of a type in ordinal order of keys.</summary>
    IAsyncEnumerable<ReplicaEntity> ReadReplicasAsync(ReplicaFilter filter, CancellationToken cancellationToken = default);

    /// <summary>Reads items of the outbox in order of position.</summary>
    IAsyncEnumerable<OutboxItem> ReadOutboxAsync(OutboxFilter filter, CancellationToken cancellationToken = default);
}
