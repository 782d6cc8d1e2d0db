using System.Runtime.CompilerServices;
using Athens.Sync.Device;
using Athens.Sync.EntityFrameworkCore.Device.Files;
using Athens.Sync.EntityFrameworkCore.Device.Records;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Device;

/// <summary>A device's store in one file of SQLite, through EF Core.</summary>
/// <remarks>
/// One connection is open, and calls wait for it in line: on the caller's thread where that is one of the pool, else on one of the pool. What a commit wrote survives the death of the
/// process once the call has returned, and the loss of power as far as the disk keeps what it was told to flush. Other processes
/// may open the same file.
/// </remarks>
public sealed class EfDeviceStore : IDeviceStore
{
    private readonly SemaphoreSlim line = new(1);
    private readonly DeviceFile file;
    private readonly RecordCodec codec;
    private volatile bool closed;

    private EfDeviceStore(DeviceFile file, RecordCodec codec)
    {
        this.file = file;
        this.codec = codec;
    }

    /// <summary>Opens the store in the file that the context's options name, and makes the file where there is none.</summary>
    /// <param name="configure">Says which file: <c>options => options.UseSqlite("Data Source=notes.db")</c>.</param>
    /// <param name="options">How the file is treated.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    /// <exception cref="StoreException">
    /// <see cref="StoreFailure.Corrupt"/>: the file is damaged; it was moved aside under the name that the message tells, and
    /// the next opening begins a new one. A file that is another app's or of a later release, and an encrypted one, is left as it is.
    /// <see cref="StoreFailure.WrongKey"/>: the records are encrypted with a key that was not given, or are not encrypted; the file was left as it is.
    /// </exception>
    /// <exception cref="NotSupportedException">The options name no file of SQLite, or the SQLite library has the WAL-reset bug.</exception>
    public static async Task<EfDeviceStore> OpenAsync(Action<DbContextOptionsBuilder> configure, EfDeviceStoreOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(configure);
        EfDeviceStoreOptions treatment = options ?? new EfDeviceStoreOptions();
        treatment.Check();
        var builder = new DbContextOptionsBuilder<DeviceContext>();
        configure(builder);
        var codec = new RecordCodec(treatment.Cipher);
        var store = new EfDeviceStore(new DeviceFile(builder.Options, treatment, codec), codec);
        try
        {
            await store.RunAsync((opened, token) => opened.OpenAsync(token), cancellationToken).ConfigureAwait(false);
            return store;
        }
        catch
        {
            await store.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc />
    public Task<DeviceView> LoadAsync(DeviceQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return RunAsync((open, token) => open.LoadAsync(query, token), cancellationToken);
    }

    /// <inheritdoc />
    public Task<bool> CommitAsync(DeviceCommit commit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(commit);
        return RunAsync((open, token) => open.CommitAsync(commit, token), cancellationToken);
    }

    /// <inheritdoc />
    public IAsyncEnumerable<ReplicaEntity> ReadReplicasAsync(ReplicaFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return ReadAsync((open, token) => open.ReadReplicasAsync(filter, token), row => Rows.Replica(row, codec), cancellationToken);
    }

    /// <inheritdoc />
    public IAsyncEnumerable<OutboxItem> ReadOutboxAsync(OutboxFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return ReadAsync((open, token) => open.ReadOutboxAsync(filter, token), row => Rows.Item(row, codec), cancellationToken);
    }

    /// <summary>Closes the file when what is in line has run.</summary>
    public async ValueTask DisposeAsync()
    {
        await line.WaitAsync().ConfigureAwait(false);
        try
        {
            if (!closed)
                await file.DisposeAsync().ConfigureAwait(false);
            closed = true;
        }
        finally
        {
            line.Release();
        }
    }

    /// <summary>Runs a call when its turn comes, on a thread of the pool, for the provider reads and writes on the calling one.</summary>
    private async Task<T> RunAsync<T>(Func<DeviceFile, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        await line.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (closed)
                throw new StoreException(StoreFailure.Closed, "The store was closed.");
            return Thread.CurrentThread.IsThreadPoolThread && SynchronizationContext.Current is null
                ? await GuardAsync(work, cancellationToken).ConfigureAwait(false)
                : await Task.Run(() => GuardAsync(work, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            line.Release();
        }
    }

    private async Task<T> GuardAsync<T>(Func<DeviceFile, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work(file, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await file.AbandonAsync(e).ConfigureAwait(false);
            if (SqliteFailures.Of(e) is { } failure)
                throw failure;
            throw;
        }
    }

    private async IAsyncEnumerable<TRecord> ReadAsync<TRow, TRecord>(Func<DeviceFile, CancellationToken, Task<IReadOnlyList<TRow>>> read, Func<TRow, TRecord> make, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (TRow row in await RunAsync(read, cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return await MakeAsync(row, make).ConfigureAwait(false);
        }
    }

    private async Task<TRecord> MakeAsync<TRow, TRecord>(TRow row, Func<TRow, TRecord> make)
    {
        try
        {
            return make(row);
        }
        catch (DamagedRecordException e)
        {
            return await RunAsync<TRecord>((_, _) => throw e, CancellationToken.None).ConfigureAwait(false);
        }
    }
}
