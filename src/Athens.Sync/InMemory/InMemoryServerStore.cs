using Athens.Sync.Modeling;
using Athens.Sync.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Athens.Sync.InMemory;

/// <summary>
/// The server's store in memory: for tests, simulations and previews. It keeps every promise of <see cref="IServerStore"/>
/// but one: what it holds ends with the process. Units run one at a time; reads wait for nothing.
/// </summary>
public sealed class InMemoryServerStore : IServerStore, IDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly SyncModel model;
    private readonly IServiceProvider services;
    private readonly string epoch;
    private volatile ServerTables tables = ServerTables.Empty;

    /// <summary>Makes an empty store.</summary>
    /// <param name="model">The entity types.</param>
    /// <param name="ids">Where the epoch comes from.</param>
    /// <param name="services">
    /// What units see as <see cref="IServerTransaction.Services"/>: a scope of their own, where this can make scopes. None when null.
    /// </param>
    public InMemoryServerStore(SyncModel model, SyncIds ids, IServiceProvider? services = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(ids);
        this.model = model;
        this.services = services ?? new NoServices();
        epoch = ids.Next();
    }

    /// <summary>Copies this store as it is, as a backup that is restored would be: with a history of its own from here.</summary>
    /// <param name="ids">Where the copy's epoch comes from.</param>
    public InMemoryServerStore Copy(SyncIds ids) => new(model, ids, services) { tables = tables };

    /// <inheritdoc />
    public Task<string> GetEpochAsync(CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled<string>(cancellationToken) : Task.FromResult(epoch);

    /// <inheritdoc />
    public async Task<TResult> ExecuteAsync<TResult>(Func<IServerTransaction, CancellationToken, Task<TResult>> unit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(unit);
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await RunAsync(unit, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc />
    public Task<FeedPage> ReadFeedAsync(FeedRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Limit, 1);
        return cancellationToken.IsCancellationRequested
            ? Task.FromCanceled<FeedPage>(cancellationToken)
            : Task.FromResult(tables.Feed(request.Scope, request.Lane).Read(request));
    }

    /// <inheritdoc />
    public Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken = default) =>
        MaintainAsync(held => held.Forget(before), held => held.Records.Count, cancellationToken);

    /// <inheritdoc />
    public Task<int> CollectTombstonesAsync(DateTimeOffset liveSince, CancellationToken cancellationToken = default) =>
        MaintainAsync(held => held.Collect(liveSince), held => held.EntryCount, cancellationToken);

    /// <inheritdoc />
    public Task<int> ReclaimLeasesAsync(DateTimeOffset expiredBefore, CancellationToken cancellationToken = default) =>
        MaintainAsync(held => held.Reclaim(expiredBefore), held => held.Leases.Count, cancellationToken);

    /// <inheritdoc />
    public Task NotePositionAsync(DevicePosition position, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(position);
        return MaintainAsync(held => held.With(position), _ => 0, cancellationToken);
    }

    /// <inheritdoc />
    public Task<CatchUpReport> CatchUpAsync(CancellationToken cancellationToken = default) => cancellationToken.IsCancellationRequested
        ? Task.FromCanceled<CatchUpReport>(cancellationToken)
        : Task.FromResult(CatchUpReport.Nothing);

    /// <inheritdoc />
    public FieldValues Normalize(EntityModel entity, FieldValues values) => values;

    /// <inheritdoc />
    public void Dispose() => gate.Dispose();

    /// <summary>Changes the tables between two units, and tells how many of what was counted went.</summary>
    private async Task<int> MaintainAsync(Func<ServerTables, ServerTables> change, Func<ServerTables, int> count, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ServerTables before = tables;
            tables = change(before);
            return count(before) - count(tables);
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<TResult> RunAsync<TResult>(Func<IServerTransaction, CancellationToken, Task<TResult>> unit, CancellationToken cancellationToken)
    {
        AsyncServiceScope? scope = services.GetService(typeof(IServiceScopeFactory)) is IServiceScopeFactory scopes ? scopes.CreateAsyncScope() : null;
        var transaction = new InMemoryServerTransaction(model, tables, scope?.ServiceProvider ?? services);
        try
        {
            TResult result = await unit(transaction, cancellationToken).ConfigureAwait(false);
            tables = await transaction.CompleteAsync(cancellationToken).ConfigureAwait(false);
            return result;
        }
        finally
        {
            transaction.End();
            if (scope is { } open)
                await open.DisposeAsync().ConfigureAwait(false);
        }
    }

    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
