using System.Runtime.CompilerServices;
using Athens.Sync.Device;
using Athens.Sync.EntityFrameworkCore.Device.Capture;
using Athens.Sync.EntityFrameworkCore.Device.Entities;
using Athens.Sync.EntityFrameworkCore.Device.Files;
using Athens.Sync.EntityFrameworkCore.Device.Records;
using Athens.Sync.EntityFrameworkCore.Mapping;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Athens.Sync.EntityFrameworkCore.Device;

/// <summary>
/// A device's store in the app's own SQLite database: the app's tables always show what the replica shows, so that the app's
/// queries see what was pulled, and its own edits over it. What the app saves through its context is queued by that context.
/// </summary>
/// <remarks>
/// <para>Each call has a service scope of its own, and with it a context. The app creates and migrates the database.</para>
/// <para>An edit that the app saves while the engine decides makes the engine decide again, with that edit. A row that was
/// written past the change tracker is queued before the engine writes it. Columns that are not fields of the sync model are the app's alone.</para>
/// <para>The app's foreign keys are not enforced on what the engine writes; they are on what the app writes.</para>
/// <para>Damage is told as <see cref="StoreFailure.Corrupt"/>. The file is the app's, so that it is not moved aside.</para>
/// </remarks>
/// <typeparam name="TContext">The app's context, configured with <c>UseAthensSyncDevice</c>.</typeparam>
public sealed class OwnContextDeviceStore<TContext> : IDeviceStore
    where TContext : DbContext
{
    private readonly SemaphoreSlim line = new(1);
    private readonly IServiceScopeFactory scopes;
    private readonly SyncModel model;
    private readonly TimeProvider time;
    private readonly SyncIds ids;
    private readonly ILogger logger;
    private volatile bool prepared;
    private volatile bool closed;

    /// <summary>Makes a store over the context that scopes of the app give.</summary>
    public OwnContextDeviceStore(IServiceScopeFactory scopes, SyncModel model, TimeProvider time, SyncIds ids, ILogger<OwnContextDeviceStore<TContext>> logger)
    {
        ArgumentNullException.ThrowIfNull(scopes);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(logger);
        this.scopes = scopes;
        this.model = model;
        this.time = time;
        this.ids = ids;
        this.logger = logger;
    }

    /// <inheritdoc />
    public Task<DeviceView> LoadAsync(DeviceQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return RunAsync(call => LookAsync(call, query), cancellationToken);
    }

    /// <inheritdoc />
    public async Task<bool> CommitAsync(DeviceCommit commit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(commit);
        // SQLite has one writer. Waiting here costs less than being refused there.
        await line.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await RunAsync(call => CommitAsync(call, commit), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            line.Release();
        }
    }

    /// <inheritdoc />
    public IAsyncEnumerable<ReplicaEntity> ReadReplicasAsync(ReplicaFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return ReadAsync(call => RecordScan.ReplicasAsync(call, filter), row => Rows.Replica(row, RecordCodec.Plain), cancellationToken);
    }

    /// <inheritdoc />
    public IAsyncEnumerable<OutboxItem> ReadOutboxAsync(OutboxFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return ReadAsync(call => RecordScan.OutboxAsync(call, filter), row => Rows.Item(row, RecordCodec.Plain), cancellationToken);
    }

    /// <summary>Closes the store when the commit that is under way has ended. The app's contexts go on.</summary>
    public async ValueTask DisposeAsync()
    {
        await line.WaitAsync().ConfigureAwait(false);
        closed = true;
        line.Release();
    }

    private static async Task<DeviceView> LookAsync(ContextCall call, DeviceQuery query)
    {
        ReadSnapshot snapshot = await ReadSnapshot.BeginAsync(call).ConfigureAwait(false);
        await using (snapshot.ConfigureAwait(false))
        {
            using var records = RecordCommands.On(call);
            return new RecordReader(records, RecordCodec.Plain).Load(query);
        }
    }

    private async Task<bool> CommitAsync(ContextCall call, DeviceCommit commit)
    {
        OwnContextWork work = WorkOn(call);
        bool stands = await work.CommitAsync(commit).ConfigureAwait(false);
        CaptureExtension.InterceptorOf(call.Context).Tell(work.Queued);
        return stands;
    }

    private OwnContextWork WorkOn(ContextCall call) => new(call, model, time, ids, logger);

    /// <summary>Runs a call on a context of its own. The provider reads and writes on the calling thread, so that one is of the pool.</summary>
    private async Task<T> RunAsync<T>(Func<ContextCall, Task<T>> work, CancellationToken cancellationToken)
    {
        if (closed)
            throw new StoreException(StoreFailure.Closed, "The store was closed.");
        try
        {
            return await Task.Run(() => RunInScopeAsync(work, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (SqliteFailures.Of(e) is { } failure)
        {
            throw failure;
        }
    }

    private async Task<T> RunInScopeAsync<T>(Func<ContextCall, Task<T>> work, CancellationToken cancellationToken)
    {
        AsyncServiceScope scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            var call = new ContextCall(scope.ServiceProvider.GetRequiredService<TContext>(), true, cancellationToken);
            CaptureExtension.InterceptorOf(call.Context);
            SqliteLibrary.CheckProvider(call.Context);
            await call.Context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            if (!prepared)
                await WorkOn(call).PrepareAsync().ConfigureAwait(false);
            prepared = true;
            return await work(call).ConfigureAwait(false);
        }
    }

    private async IAsyncEnumerable<TRecord> ReadAsync<TRow, TRecord>(Func<ContextCall, Task<IReadOnlyList<TRow>>> read, Func<TRow, TRecord> make, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (TRow row in await RunAsync(read, cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return Make(row, make);
        }
    }

    private static TRecord Make<TRow, TRecord>(TRow row, Func<TRow, TRecord> make)
    {
        try
        {
            return make(row);
        }
        catch (DamagedRecordException e)
        {
            throw SqliteFailures.Of(e)!;
        }
    }
}
