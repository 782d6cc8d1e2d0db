using Athens.Sync.Device;
using Athens.Sync.EntityFrameworkCore.Device;
using Athens.Sync.Tests.Encryption;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Tests.Device;

public sealed class EfDeviceStoreEncryptionTests : EncryptedStoreTests
{
    protected override async Task<IDeviceStore> OpenAsync(string path, IRecordCipher? cipher) =>
        await EfDeviceStore.OpenAsync(options => options.UseSqlite($"Data Source={path}"), new EfDeviceStoreOptions { Cipher = cipher });

    protected override void SwapItems(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "UPDATE athens_sync_outbox SET (json, sum) = (SELECT other.json, other.sum FROM athens_sync_outbox other WHERE other.position = 3 - athens_sync_outbox.position)";
        Assert.Equal(2, command.ExecuteNonQuery());
    }
}
