using Athens.Sync.Device;
using Athens.Sync.Tests.Encryption;
using LiteDB;

namespace Athens.Sync.LiteDb.Tests;

public sealed class LiteDbEncryptionTests : EncryptedStoreTests
{
    protected override async Task<IDeviceStore> OpenAsync(string path, IRecordCipher? cipher) =>
        await LiteDbDeviceStore.OpenAsync(new LiteDbDeviceStoreOptions { Path = path, Cipher = cipher });

    protected override void SwapItems(string path)
    {
        using var database = new LiteDatabase(path);
        ILiteCollection<BsonDocument> outbox = database.GetCollection("outbox");
        (BsonDocument one, BsonDocument two) = (outbox.FindById(1L), outbox.FindById(2L));
        (one["json"], two["json"]) = (two["json"], one["json"]);
        Assert.True(outbox.Update(one) && outbox.Update(two));
    }
}
