using Athens.Sync.Device;

namespace Athens.Sync.Testing.Simulating;

/// <summary>A device's store whose process may stop at any commit, and whose commit another process may come before. Once it has, nothing of it answers any more.</summary>
internal sealed class CrashingDeviceStore(IDeviceStore inner, FaultPlan faults, StepBudget budget, Func<Task> meanwhile) : IDeviceStore
{
    private bool isDead;

    public Task<DeviceView> LoadAsync(DeviceQuery query, CancellationToken cancellationToken = default)
    {
        Live();
        return inner.LoadAsync(query, cancellationToken);
    }

    public async Task<bool> CommitAsync(DeviceCommit commit, CancellationToken cancellationToken = default)
    {
        Live();
        if (faults.Happens(SimulatedFaults.SecondProcess))
            await meanwhile().ConfigureAwait(false);
        if (faults.Happens(SimulatedFaults.DeviceCrash))
            Die();
        bool stands = await inner.CommitAsync(commit, cancellationToken).ConfigureAwait(false);
        if (faults.Happens(SimulatedFaults.DeviceCrash))
            Die();
        return stands;
    }

    public IAsyncEnumerable<ReplicaEntity> ReadReplicasAsync(ReplicaFilter filter, CancellationToken cancellationToken = default)
    {
        Live();
        return inner.ReadReplicasAsync(filter, cancellationToken);
    }

    public IAsyncEnumerable<OutboxItem> ReadOutboxAsync(OutboxFilter filter, CancellationToken cancellationToken = default)
    {
        Live();
        return inner.ReadOutboxAsync(filter, cancellationToken);
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private void Die()
    {
        isDead = true;
        throw new SimulatedCrashException();
    }

    private void Live()
    {
        budget.Take();
        if (isDead)
            throw new SimulatedCrashException();
    }
}
