using System.Runtime.CompilerServices;
using Athens.Sync.Device;
using Athens.Sync.LiteDb.Storage;
using LiteDB;

namespace Athens.Sync.LiteDb;

/// <summary>A device's store in one file of LiteDB.</summary>
/// <remarks>
/// One thread owns the file, and calls from any other wait for it in line. What a commit wrote survives the death of the
/// process and the loss of power once the call has returned: it went through a journal that was flushed.
/// </remarks>
public sealed class LiteDbDeviceStore : IDeviceStore
{
    private readonly OwnerThread owner;
    private readonly DeviceDatabase database;
    private readonly RecordCodec codec;

    private LiteDbDeviceStore(OwnerThread owner, DeviceDatabase database, RecordCodec codec)
    {
        this.owner = owner;
        this.codec = codec;
        this.database = database;
    }

    /// <summary>Opens the store in a file, and makes the file where there is none.</summary>
    /// <inheritdoc cref="OpenAsync(LiteDbDeviceStoreOptions, CancellationToken)" path="/exception" />
    public static Task<LiteDbDeviceStore> OpenAsync(string path, CancellationToken cancellationToken = default) =>
        OpenAsync(new LiteDbDeviceStoreOptions { Path = path }, cancellationToken);

    /// <summary>Opens a store, and makes its file where there is none.</summary>
    /// <exception cref="StoreException">
    /// <see cref="StoreFailure.Busy"/>: the file is open already, here or in another process.
    /// <see cref="StoreFailure.Corrupt"/>: the file is damaged; it was moved aside under the name that the message tells, and
    /// the next opening begins a new one.
    /// <see cref="StoreFailure.WrongKey"/>: the file is encrypted with a key that was not given, or is not encrypted; it was left as it is.
    /// </exception>
    public static Task<LiteDbDeviceStore> OpenAsync(LiteDbDeviceStoreOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        return OpenAsync(options, path => new DiskFile(path), cancellationToken);
    }

    internal static async Task<LiteDbDeviceStore> OpenAsync(LiteDbDeviceStoreOptions options, Func<string, IBlockFile> open, CancellationToken cancellationToken)
    {
        var owner = new OwnerThread($"Athens.Sync {Path.GetFileName(options.Path)}", options.WaitingMax);
        var codec = new RecordCodec(options.Cipher);
        try
        {
            return new LiteDbDeviceStore(owner, await owner.RunAsync(() => OpenDatabase(options, codec, open), cancellationToken).ConfigureAwait(false), codec);
        }
        catch
        {
            await owner.EndAsync(() => { }).ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc />
    public async Task<DeviceView> LoadAsync(DeviceQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        RawView view = await owner.RunAsync(() => database.Load(query), cancellationToken).ConfigureAwait(false);
        return Make(view, rows => rows.Read(codec));
    }

    /// <inheritdoc />
    public async Task<bool> CommitAsync(DeviceCommit commit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(commit);
        var batch = Batch.Of(commit, codec);
        return await owner.RunAsync(() => database.Commit(batch), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public IAsyncEnumerable<ReplicaEntity> ReadReplicasAsync(ReplicaFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return ReadAsync(() => database.ReadReplicas(filter), row => Rows.Replica(row, codec), cancellationToken);
    }

    /// <inheritdoc />
    public IAsyncEnumerable<OutboxItem> ReadOutboxAsync(OutboxFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return ReadAsync(() => database.ReadOutbox(filter), row => Rows.Item(row, codec), cancellationToken);
    }

    /// <summary>Closes the file when what is in line has run.</summary>
    public async ValueTask DisposeAsync() => await owner.EndAsync(database.Dispose).ConfigureAwait(false);

    private static DeviceDatabase OpenDatabase(LiteDbDeviceStoreOptions options, RecordCodec codec, Func<string, IBlockFile> open)
    {
        StoreFiles? files = null;
        try
        {
            files = new StoreFiles(options, open);
            return new DeviceDatabase(files, codec);
        }
        catch (Exception e)
        {
            files?.Dispose();
            throw StoreErrors.From(e);
        }
    }

    private async IAsyncEnumerable<T> ReadAsync<T>(Func<IReadOnlyList<BsonDocument>> read, Func<BsonDocument, T> make, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (BsonDocument row in await owner.RunAsync(read, cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return Make(row, make);
        }
    }

    private TRecord Make<TRow, TRecord>(TRow row, Func<TRow, TRecord> make)
    {
        try
        {
            return make(row);
        }
        catch (Exception e) when (StoreErrors.IsDamage(e))
        {
            database.Suspect();
            throw StoreErrors.From(e);
        }
    }
}
