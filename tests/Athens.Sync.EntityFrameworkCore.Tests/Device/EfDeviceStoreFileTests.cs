using System.Data.Common;
using System.Globalization;
using System.Text;
using Athens.Sync.Device;
using Athens.Sync.EntityFrameworkCore.Device;
using Athens.Sync.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Athens.Sync.EntityFrameworkCore.Tests.Device;

/// <summary>What the store makes of the file that it is given.</summary>
public sealed class EfDeviceStoreFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string File => folder["store.db"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Open_FileThatIsNoDatabase_MovesItAsideAndSaysWhere()
    {
        await System.IO.File.WriteAllTextAsync(File, string.Concat(Enumerable.Repeat("This is no database. ", 500)));

        StoreException thrown = await Assert.ThrowsAsync<StoreException>(() => OpenAsync());

        Assert.Equal(StoreFailure.Corrupt, thrown.Failure);
        Assert.Contains(folder["store.db.damaged-1"], thrown.Message, StringComparison.Ordinal);
        Assert.StartsWith("This is no database.", await System.IO.File.ReadAllTextAsync(folder["store.db.damaged-1"]), StringComparison.Ordinal);
        await using EfDeviceStore opened = await OpenAsync();
        Assert.Equal(0, (await opened.LoadAsync(new DeviceQuery())).State.Revision);
    }

    [Fact]
    public async Task Open_RecordThatWasAltered_MovesTheFileAside()
    {
        await FillAsync(items: 3);
        await AlterAsync("UPDATE athens_sync_outbox SET json = CAST(replace(CAST(json AS TEXT), '\"new\"', '\"old\"') AS BLOB) WHERE position = 2");

        StoreException thrown = await Assert.ThrowsAsync<StoreException>(() => OpenAsync());

        Assert.Equal(StoreFailure.Corrupt, thrown.Failure);
        Assert.Contains("store.db.damaged-1", folder.Names);
    }

    [Fact]
    public async Task Open_ColumnThatWasAltered_MovesTheFileAside()
    {
        await FillAsync(items: 3);
        await AlterAsync("UPDATE athens_sync_outbox SET send_order = NULL WHERE position = 2");

        Assert.Equal(StoreFailure.Corrupt, (await Assert.ThrowsAsync<StoreException>(() => OpenAsync())).Failure);
    }

    [Fact]
    public async Task Open_PageThatWasAltered_MovesTheFileAside()
    {
        await FillAsync(items: 200);
        byte[] bytes = await System.IO.File.ReadAllBytesAsync(File);
        bytes.AsSpan(3 * 4096, 4096).Fill(0x5a);
        await System.IO.File.WriteAllBytesAsync(File, bytes);

        Assert.Equal(StoreFailure.Corrupt, (await Assert.ThrowsAsync<StoreException>(() => OpenAsync())).Failure);
        Assert.Contains("store.db.damaged-1", folder.Names);
    }

    [Fact]
    public async Task Open_DamagedTwice_KeepsBothFiles()
    {
        for (int n = 1; n <= 2; n++)
        {
            await System.IO.File.WriteAllBytesAsync(File, Encoding.UTF8.GetBytes(new string((char)('a' + n), 10_000)));
            await Assert.ThrowsAsync<StoreException>(() => OpenAsync());
        }

        Assert.Equal(["store.db.damaged-1", "store.db.damaged-2"], folder.Names);
    }

    [Fact]
    public async Task Damage_MetInALargeFile_IsToldAndMovedAsideAtTheNextOpening()
    {
        await FillAsync(items: 3);
        await AlterAsync("UPDATE athens_sync_outbox SET sum = sum + 1 WHERE position = 2");
        var unchecked_ = new EfDeviceStoreOptions { CheckBytesMax = 0 };
        await using (EfDeviceStore store = await OpenAsync(unchecked_))
        {
            Assert.Equal(1, Assert.Single((await store.LoadAsync(new DeviceQuery { Positions = [1] })).Items).Position);
            Assert.Equal(StoreFailure.Corrupt, (await Assert.ThrowsAsync<StoreException>(() => store.LoadAsync(new DeviceQuery { Positions = [2] }))).Failure);
            Assert.Equal(StoreFailure.Corrupt, (await Assert.ThrowsAsync<StoreException>(async () => await store.ReadOutboxAsync(new OutboxFilter()).ToListAsync())).Failure);
        }

        StoreException thrown = await Assert.ThrowsAsync<StoreException>(() => OpenAsync(unchecked_));

        Assert.Contains("store.db.damaged-1", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(["store.db.damaged-1"], folder.Names);
    }

    [Theory]
    [InlineData("PRAGMA user_version = 3", "version 3")]
    [InlineData("PRAGMA user_version = 0", "not a device's store")]
    public async Task Open_FileOfAnother_IsLeftAsItIs(string sql, string why)
    {
        await FillAsync(items: 1);
        await AlterAsync(sql);

        StoreException thrown = await Assert.ThrowsAsync<StoreException>(() => OpenAsync());

        Assert.Equal(StoreFailure.Corrupt, thrown.Failure);
        Assert.Contains(why, thrown.Message, StringComparison.Ordinal);
        Assert.Contains("store.db", folder.Names);
        Assert.DoesNotContain("store.db.damaged-1", folder.Names);
    }

    [Fact]
    public async Task Open_WithAPasswordThatMayBeWrong_LeavesTheFileAsItIs()
    {
        await System.IO.File.WriteAllTextAsync(File, new string('x', 10_000));

        await Assert.ThrowsAnyAsync<Exception>(() => EfDeviceStore.OpenAsync(options => options.UseSqlite($"Data Source={File};Password=secret")));

        Assert.Equal(["store.db"], folder.Names);
    }

    [Theory]
    [InlineData("Data Source=:memory:")]
    [InlineData("Data Source=shared;Mode=Memory;Cache=Shared")]
    [InlineData("Data Source=")]
    public async Task Open_InMemory_IsRefused(string connection) =>
        await Assert.ThrowsAsync<NotSupportedException>(() => EfDeviceStore.OpenAsync(options => options.UseSqlite(connection)));

    [Fact]
    public async Task Open_OverAnOpenConnection_IsRefused()
    {
        await using var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync();

        await Assert.ThrowsAsync<NotSupportedException>(() => EfDeviceStore.OpenAsync(options => options.UseSqlite(connection)));
    }

    [Fact]
    public async Task Open_FolderThatIsNotThere_IsUnavailable() => Assert.Equal(
        StoreFailure.Unavailable,
        (await Assert.ThrowsAsync<StoreException>(() => EfDeviceStore.OpenAsync(options => options.UseSqlite($"Data Source={folder["missing/store.db"]}")))).Failure);

    [Fact]
    public async Task Close_AfterCommits_LeavesTheFileAlone()
    {
        await FillAsync(items: 3);

        Assert.Equal(["store.db"], folder.Names);
    }

    [Fact]
    public async Task Open_Store_WritesAheadAndFlushes()
    {
        var settings = new List<string>();
        await using (EfDeviceStore store = await EfDeviceStore.OpenAsync(options => options.UseSqlite($"Data Source={File}").AddInterceptors(new SettingsReader(settings))))
            Assert.True(await store.CommitAsync(new DeviceCommit { State = DeviceRecords.State(1) }));

        Assert.Equal("wal 2", settings[^1]);
    }

    [Fact]
    public async Task Commit_WithoutRoom_SaysSoAndLeavesNothing()
    {
        var pages = new PageLimit(20);
        await using EfDeviceStore store = await EfDeviceStore.OpenAsync(options => options.UseSqlite($"Data Source={File}").AddInterceptors(pages));
        var large = new DeviceCommit { State = DeviceRecords.State(1), PutItems = [.. Enumerable.Range(1, 500).Select(n => DeviceRecords.Item(n))] };

        StoreException thrown = await Assert.ThrowsAsync<StoreException>(() => store.CommitAsync(large));

        Assert.Equal(StoreFailure.Full, thrown.Failure);
        Assert.False(thrown.IsTransient);
        Assert.Equal(0, (await store.LoadAsync(new DeviceQuery())).State.Revision);
        Assert.Empty(await store.ReadOutboxAsync(new OutboxFilter()).ToListAsync());
        Assert.True(await store.CommitAsync(new DeviceCommit { State = DeviceRecords.State(1) }));
    }

    [Fact]
    public async Task Commit_WhileAnotherProcessWrites_IsBusyAndCanBeTriedAgain()
    {
        await using EfDeviceStore store = await EfDeviceStore.OpenAsync(options => options.UseSqlite($"Data Source={File};Default Timeout=1"));
        await using var other = new SqliteConnection($"Data Source={File};Pooling=False");
        await other.OpenAsync();
        await using (DbTransaction transaction = await other.BeginTransactionAsync())
        {
            StoreException thrown = await Assert.ThrowsAsync<StoreException>(() => store.CommitAsync(new DeviceCommit { State = DeviceRecords.State(1) }));
            Assert.Equal(StoreFailure.Busy, thrown.Failure);
            Assert.True(thrown.IsTransient);
        }

        Assert.True(await store.CommitAsync(new DeviceCommit { State = DeviceRecords.State(1) }));
    }

    [Fact]
    public async Task TwoStores_OverOneFile_SeeEachOther()
    {
        await using EfDeviceStore one = await OpenAsync();
        await using EfDeviceStore other = await OpenAsync();

        Assert.True(await one.CommitAsync(new DeviceCommit { State = DeviceRecords.State(1), PutItems = [DeviceRecords.Item(1)] }));
        Assert.False(await other.CommitAsync(new DeviceCommit { State = DeviceRecords.State(1), PutItems = [DeviceRecords.Item(2)] }));
        Assert.True(await other.CommitAsync(new DeviceCommit { State = DeviceRecords.State(2), PutItems = [DeviceRecords.Item(2)] }));

        Assert.Equal([1, 2], (await one.LoadAsync(new DeviceQuery { Sendable = 9 })).Items.Select(item => item.Position));
    }

    private Task<EfDeviceStore> OpenAsync(EfDeviceStoreOptions? options = null) => EfDeviceStore.OpenAsync(builder => builder.UseSqlite($"Data Source={File}"), options);

    private async Task FillAsync(int items)
    {
        await using EfDeviceStore store = await OpenAsync();
        Assert.True(await store.CommitAsync(new DeviceCommit { State = DeviceRecords.State(1), PutItems = [.. Enumerable.Range(1, items).Select(n => DeviceRecords.Item(n))], PutReplicas = [DeviceRecords.Replica("k")] }));
    }

    private async Task AlterAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        await connection.OpenAsync();
        await using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    private static string Ask(DbConnection connection, string pragma)
    {
        using DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own text.
        command.CommandText = $"PRAGMA {pragma}";
#pragma warning restore CA2100
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture)!;
    }

    /// <summary>Notes how the connection is set whenever a transaction commits on it.</summary>
    private sealed class SettingsReader(List<string> settings) : DbTransactionInterceptor
    {
        public override ValueTask<InterceptionResult> TransactionCommittingAsync(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
        {
            settings.Add($"{Ask(transaction.Connection!, "journal_mode")} {Ask(transaction.Connection!, "synchronous")}");
            return ValueTask.FromResult(result);
        }
    }

    /// <summary>A disk that is full after so many pages.</summary>
    private sealed class PageLimit(int pages) : DbConnectionInterceptor
    {
        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            Ask(connection, $"max_page_count = {pages}");
            return Task.CompletedTask;
        }
    }
}
