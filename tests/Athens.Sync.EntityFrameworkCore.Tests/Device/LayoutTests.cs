using System.Runtime.CompilerServices;
using Athens.Sync.Device;
using Athens.Sync.EntityFrameworkCore.Device;
using Athens.Sync.EntityFrameworkCore.Tests.Device.Own;
using Athens.Sync.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Tests.Device;

/// <summary>
/// The tables, columns and indexes of a new file are those that are checked in for its version: another layout needs another version,
/// and code that still reads the earlier files. <c>UPDATE_GOLDEN=1</c> adds the layout of a new version and never alters one.
/// </summary>
public sealed class LayoutTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task File_OfThisRelease_HasTheLayoutOfItsVersion()
    {
        await using (EfDeviceStore store = await EfDeviceStore.OpenAsync(options => options.UseSqlite($"Data Source={folder["store.db"]}")))
            await store.CommitAsync(new DeviceCommit { State = DeviceRecords.State(1) });

        long version = await ReadAsync<long>("store.db", "PRAGMA user_version");
        Assert.Equal(Approved(version, await LayoutAsync("store.db")), await LayoutAsync("store.db"));
    }

    [Fact]
    public async Task File_OfEarlierBuilds_GetsTheLayoutOfThisOne()
    {
        foreach (string file in Directory.EnumerateFiles(Golden(), "device.*.golden"))
        {
            string name = Path.GetFileName(file);
            File.Copy(file, folder[name]);
            await using (await EfDeviceStore.OpenAsync(options => options.UseSqlite($"Data Source={folder[name]}")))
            {
            }

            Assert.Equal(Latest(), await LayoutAsync(name));
        }
    }

    [Fact]
    public async Task AppsOwnDatabase_HasTheSameTablesOfTheEngine()
    {
        var options = new DbContextOptionsBuilder<OrderContext>().UseSqlite($"Data Source={folder["app.db"]};Pooling=False");
        await using (var context = new OrderContext(options.Options))
            await context.Database.EnsureCreatedAsync();

        Assert.Equal(Latest(), await LayoutAsync("app.db"));
    }

    public void Dispose() => folder.Dispose();

    private Task<string> LayoutAsync(string file) => ReadAsync<string>(
        file, "SELECT group_concat(sql, char(10)) || char(10) FROM (SELECT sql FROM sqlite_master WHERE tbl_name LIKE 'athens_sync_%' AND sql IS NOT NULL ORDER BY type DESC, name)");

    private async Task<T> ReadAsync<T>(string file, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={folder[file]};Pooling=False");
        await connection.OpenAsync();
        await using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private static string Approved(long version, string layout)
    {
        string path = Path.Combine(Golden(), $"layout.{version}.sql");
        if (!File.Exists(path) && Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
            File.WriteAllText(path, layout);
        return File.ReadAllText(path);
    }

    private static string Latest() => File.ReadAllText(Directory.EnumerateFiles(Golden(), "layout.*.sql").OrderBy(path => path.Length).ThenBy(path => path, StringComparer.Ordinal).Last());

    private static string Golden([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Golden");
}
