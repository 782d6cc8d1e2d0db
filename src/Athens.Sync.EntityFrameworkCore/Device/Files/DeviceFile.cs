using System.Data.Common;
using Athens.Sync.Device;
using Athens.Sync.EntityFrameworkCore.Device.Records;
using Athens.Sync.EntityFrameworkCore.Mapping;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Device.Files;

/// <summary>The file of one store, over one connection. One call at a time.</summary>
internal sealed class DeviceFile(DbContextOptions<DeviceContext> options, EfDeviceStoreOptions treatment, RecordCodec codec) : IAsyncDisposable
{
    private DeviceContext? context;
    private RecordCommands? commands;
    private StoreFile? file;

    /// <summary>Opens the file, makes it where there is none, and checks it.</summary>
    /// <returns>True when the file is new.</returns>
    /// <exception cref="StoreException">Among others <see cref="StoreFailure.Corrupt"/>: the file is damaged, and lies under the name that the message tells.</exception>
    public async Task<bool> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            ContextCall call = await ConnectAsync(cancellationToken).ConfigureAwait(false);
            bool isNew = file!.Length == 0;
            bool isSuspect = file.IsSuspect;
            await SqliteLibrary.MakeDurableAsync(call).ConfigureAwait(false);
            await FileTables.EnsureAsync(call).ConfigureAwait(false);
            // The device's record shows whether the key is the right one.
            Rows.State(new RecordReader(commands!, codec).State(), codec);
            if (!isNew && (isSuspect || file.Length <= treatment.CheckBytesMax))
                await FileCheck.RunAsync(call, codec).ConfigureAwait(false);
            file.Clear();
            return isNew;
        }
        catch (Exception e) when (SqliteFailures.IsDamage(e) && file is not null && !IsEncrypted)
        {
            await DisconnectAsync().ConfigureAwait(false);
            string aside = file.MoveAside();
            throw new StoreException(StoreFailure.Corrupt, $"The store's file is damaged ({e.Message}) and was moved to '{aside}'. Opening the store again begins a new one.", e);
        }
    }

    public async Task<DeviceView> LoadAsync(DeviceQuery query, CancellationToken cancellationToken)
    {
        await ConnectAsync(cancellationToken).ConfigureAwait(false);
        commands!.Execute("BEGIN DEFERRED");
        DeviceView view = new RecordReader(commands, codec).Load(query);
        commands.Execute("ROLLBACK");
        return view;
    }

    public async Task<IReadOnlyList<ReplicaRow>> ReadReplicasAsync(ReplicaFilter filter, CancellationToken cancellationToken) =>
        await RecordScan.ReplicasAsync(await ConnectAsync(cancellationToken).ConfigureAwait(false), filter).ConfigureAwait(false);

    public async Task<IReadOnlyList<OutboxRow>> ReadOutboxAsync(OutboxFilter filter, CancellationToken cancellationToken) =>
        await RecordScan.OutboxAsync(await ConnectAsync(cancellationToken).ConfigureAwait(false), filter).ConfigureAwait(false);

    public async Task<bool> CommitAsync(DeviceCommit commit, CancellationToken cancellationToken)
    {
        await ConnectAsync(cancellationToken).ConfigureAwait(false);
        // The write lock is taken now, not at the first write.
        commands!.Execute("BEGIN IMMEDIATE");
        bool stands = new RecordWriter(commands, codec).Write(commit);
        // Once it has begun, a commit is not cancelled: whether it was taken must be known.
        commands.CancellationToken = CancellationToken.None;
        commands.Execute(stands ? "COMMIT" : "ROLLBACK");
        return stands;
    }

    /// <summary>Drops a connection on which something failed; the next call opens another. Damage is remembered until the file is opened anew.</summary>
    public async Task AbandonAsync(Exception cause)
    {
        await DisconnectAsync().ConfigureAwait(false);
        if (SqliteFailures.IsDamage(cause))
            file?.Suspect();
    }

    /// <summary>Writes the log back, so that the file is whole by itself, and closes it.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (context is not null)
                await Scalar.TextAsync(new ContextCall(context, true, CancellationToken.None), "PRAGMA wal_checkpoint(TRUNCATE)").ConfigureAwait(false);
        }
        catch (DbException)
        {
            // What is committed is in the log, and the next opening reads it from there.
        }
        await DisconnectAsync().ConfigureAwait(false);
    }

    /// <summary>With a wrong password SQLite says of a whole file that it is none.</summary>
    private bool IsEncrypted => ConnectionString().ContainsKey("Password");

    private async Task<ContextCall> ConnectAsync(CancellationToken cancellationToken)
    {
        if (context is null)
        {
            var opening = new DeviceContext(options);
            try
            {
                SqliteLibrary.CheckProvider(opening);
                await OpenAsync(new ContextCall(opening, true, cancellationToken)).ConfigureAwait(false);
            }
            catch
            {
                await opening.DisposeAsync().ConfigureAwait(false);
                throw;
            }
            context = opening;
            commands = new RecordCommands(opening.Database.GetDbConnection(), RecordStatements.Of(opening));
        }
        commands!.CancellationToken = cancellationToken;
        return new ContextCall(context, true, cancellationToken);
    }

    private async Task OpenAsync(ContextCall call)
    {
        DbConnectionStringBuilder alone = new() { ConnectionString = call.Context.Database.GetConnectionString() };
        // A pooled connection would keep the file open when the store is closed.
        alone["Pooling"] = "False";
        call.Context.Database.SetConnectionString(alone.ConnectionString);
        await call.Context.Database.OpenConnectionAsync(call.CancellationToken).ConfigureAwait(false);
        file ??= new StoreFile(SqliteLibrary.PathOf(call.Context));
        await SqliteLibrary.CheckVersionAsync(call).ConfigureAwait(false);
        SqliteLibrary.Flush(call.Context.Database.GetDbConnection());
    }

    private DbConnectionStringBuilder ConnectionString()
    {
        using var any = new DeviceContext(options);
        return new DbConnectionStringBuilder { ConnectionString = any.Database.GetConnectionString() };
    }

    private async Task DisconnectAsync()
    {
        if (context is null)
            return;
        commands!.Dispose();
        DeviceContext closing = context;
        (context, commands) = (null, null);
        await closing.DisposeAsync().ConfigureAwait(false);
    }
}
