using System.Runtime.CompilerServices;
using Athens.Sync.Device;

namespace Athens.Sync.InMemory;

/// <summary>
/// A device's store in memory: for tests, simulations and previews. It keeps every promise of <see cref="IDeviceStore"/>
/// but one: what it holds ends with the process.
/// </summary>
public sealed class InMemoryDeviceStore : IDeviceStore
{
    private readonly Lock gate = new();
    private volatile DeviceTables tables;
    private volatile bool closed;

    /// <summary>Makes a new store.</summary>
    public InMemoryDeviceStore() : this(DeviceTables.Empty)
    {
    }

    private InMemoryDeviceStore(DeviceTables tables) => this.tables = tables;

    /// <summary>Closes this store and opens another over what was committed to it, as a restart of the app would.</summary>
    public InMemoryDeviceStore Reopen()
    {
        lock (gate)
        {
            closed = true;
            return new InMemoryDeviceStore(tables);
        }
    }

    /// <summary>Copies this store as it is, as a backup would; the two go their own ways from here.</summary>
    public InMemoryDeviceStore Copy() => new(tables);

    /// <inheritdoc />
    public Task<DeviceView> LoadAsync(DeviceQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Run(() => Open().Look(query), cancellationToken);
    }

    /// <inheritdoc />
    public Task<bool> CommitAsync(DeviceCommit commit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(commit);
        return Run(() => Commit(commit), cancellationToken);
    }

    /// <inheritdoc />
    public IAsyncEnumerable<ReplicaEntity> ReadReplicasAsync(ReplicaFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return ReadAsync(open => open.ReplicasOf(filter.Type).Where(filter.Takes), cancellationToken);
    }

    /// <inheritdoc />
    public IAsyncEnumerable<OutboxItem> ReadOutboxAsync(OutboxFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return ReadAsync(open => open.Items.Values.Where(filter.Takes), cancellationToken);
    }

    /// <summary>Closes the store; whatever is called after this fails with <see cref="StoreFailure.Closed"/>.</summary>
    public ValueTask DisposeAsync()
    {
        lock (gate)
            closed = true;
        return ValueTask.CompletedTask;
    }

    private bool Commit(DeviceCommit commit)
    {
        lock (gate)
        {
            DeviceTables open = Open();
            if (open.State.Revision != commit.State.Revision - 1)
                return false;
            tables = open.After(commit);
            return true;
        }
    }

    private DeviceTables Open() => closed ? throw new StoreException(StoreFailure.Closed, "The store was closed.") : tables;

    private async IAsyncEnumerable<T> ReadAsync<T>(Func<DeviceTables, IEnumerable<T>> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IEnumerable<T> rows = await Run(() => read(Open()), cancellationToken).ConfigureAwait(false);
        foreach (T row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return row;
        }
    }

    private static Task<T> Run<T>(Func<T> work, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellationToken);
        try
        {
            return Task.FromResult(work());
        }
        catch (StoreException e)
        {
            return Task.FromException<T>(e);
        }
    }
}
