using System.Text;
using Athens.Sync.Device;
using Athens.Sync.Testing;

namespace Athens.Sync.Tests.Encryption;

/// <summary>What holds of a store whose records are encrypted, whatever it is kept in.</summary>
public abstract class EncryptedStoreTests : IDisposable
{
    private const string Marker = "Nobody else may read this";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("athens-sync-");

    /// <summary>A cipher whose key is of one byte, again and again.</summary>
    internal static AesGcmCipher Cipher(byte key, string id = "first", params RecordKey[] former) => new(Key(key, id), former);

    private static RecordKey Key(byte key, string id) => new(id, Enumerable.Repeat(key, RecordKey.Size).ToArray());

    private string File => Path.Combine(folder.FullName, "store.db");

    protected abstract Task<IDeviceStore> OpenAsync(string path, IRecordCipher? cipher);

    /// <summary>Gives each of two items of the outbox what was kept of the other, by means of the database.</summary>
    protected abstract void SwapItems(string path);

    [Fact]
    public async Task Files_WhileOpenAndAfterwards_HoldNothingInTheClear()
    {
        await using (IDeviceStore store = await OpenAsync(File, Cipher(1)))
        {
            for (int revision = 1; revision <= 20; revision++)
                Assert.True(await store.CommitAsync(Commit(revision)));
            Assert.DoesNotContain(Bytes(), text => text.Contains(Marker, StringComparison.Ordinal));
        }
        string[] closed = Bytes();
        Assert.DoesNotContain(closed, text => text.Contains(Marker, StringComparison.Ordinal));
        // The marker would be found: keys are in the clear.
        Assert.Contains(closed, text => text.Contains("key-in-the-clear", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Values_AfterAClose_ComeBack()
    {
        await using (IDeviceStore store = await OpenAsync(File, Cipher(1)))
            await store.CommitAsync(Commit(1));

        await using IDeviceStore reopened = await OpenAsync(File, Cipher(1));

        DeviceView view = await reopened.LoadAsync(new DeviceQuery { Entities = [new EntityId(DeviceRecords.Type, "key-in-the-clear")], Positions = [1] });
        Assert.Equal(Marker, view.Replicas.Values.Single().Local!["title"].GetString());
        Assert.Equal(Marker, view.Items.Single().Change.Data["title"].GetString());
        Assert.Equal(Marker, view.State.DeviceId);
    }

    [Theory]
    [InlineData("another key of the name", "first")]
    [InlineData("a key of another name", "second")]
    [InlineData("no key", "no cipher")]
    public async Task Open_WithoutTheKey_NamesItAndLeavesTheFileAsItIs(string which, string named)
    {
        await using (IDeviceStore store = await OpenAsync(File, Cipher(1)))
            await store.CommitAsync(Commit(1));
        byte[] before = await System.IO.File.ReadAllBytesAsync(File);

        StoreException thrown = await Assert.ThrowsAsync<StoreException>(() => OpenAsync(File, which switch
        {
            "another key of the name" => Cipher(2),
            "a key of another name" => Cipher(1, "second"),
            _ => null,
        }));

        Assert.Equal(StoreFailure.WrongKey, thrown.Failure);
        Assert.Contains(named == "second" ? "first" : named, thrown.Message, StringComparison.Ordinal);
        Assert.Equal(before, await System.IO.File.ReadAllBytesAsync(File));
        Assert.DoesNotContain(folder.EnumerateFiles(), file => file.Name.Contains("damaged", StringComparison.Ordinal) || file.Name.Contains("suspect", StringComparison.Ordinal));
        await using IDeviceStore reopened = await OpenAsync(File, Cipher(1));
        Assert.Equal(1, (await reopened.LoadAsync(new DeviceQuery())).State.Revision);
    }

    [Fact]
    public async Task Open_StoreInTheClear_IsRefused()
    {
        await using (IDeviceStore store = await OpenAsync(File, null))
            await store.CommitAsync(Commit(1));

        StoreException thrown = await Assert.ThrowsAsync<StoreException>(() => OpenAsync(File, Cipher(1)));

        Assert.Equal(StoreFailure.WrongKey, thrown.Failure);
        Assert.Contains("not encrypted", thrown.Message, StringComparison.Ordinal);
        await using IDeviceStore reopened = await OpenAsync(File, null);
        Assert.Equal(1, (await reopened.LoadAsync(new DeviceQuery())).State.Revision);
    }

    [Fact]
    public async Task Key_Changed_ReadsTheOldAndWritesTheNew()
    {
        await using (IDeviceStore store = await OpenAsync(File, Cipher(1)))
            await store.CommitAsync(Commit(1));
        await using (IDeviceStore store = await OpenAsync(File, Cipher(2, "second", Key(1, "first"))))
        {
            Assert.Single(await store.ReadOutboxAsync(new OutboxFilter()).ToListAsync());
            await store.CommitAsync(Commit(2) with { DeleteItems = [1] });
        }

        // Everything that was left has been written anew, so that the first key is needed no more.
        await using IDeviceStore later = await OpenAsync(File, Cipher(2, "second"));
        Assert.Equal([2], (await later.ReadOutboxAsync(new OutboxFilter()).ToListAsync()).Select(item => item.Position));
    }

    [Fact]
    public async Task Record_InThePlaceOfAnother_IsDamage()
    {
        await using (IDeviceStore store = await OpenAsync(File, Cipher(1)))
        {
            await store.CommitAsync(Commit(1));
            await store.CommitAsync(Commit(2));
        }
        SwapItems(File);

        StoreException thrown = await Assert.ThrowsAsync<StoreException>(async () =>
        {
            await using IDeviceStore store = await OpenAsync(File, Cipher(1));
            await store.LoadAsync(new DeviceQuery { Positions = [1] });
        });

        Assert.Equal(StoreFailure.Corrupt, thrown.Failure);
    }

    public void Dispose()
    {
        folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    private static DeviceCommit Commit(long revision) => new()
    {
        State = DeviceRecords.State(revision) with { DeviceId = Marker },
        PutReplicas = [DeviceRecords.Replica("key-in-the-clear") with { Version = revision, Local = DeviceRecords.Fields($$"""{"title":"{{Marker}}"}""") }],
        PutItems = [Secret(DeviceRecords.Item(revision))],
    };

    private static OutboxItem Secret(OutboxItem item) => item with { Change = item.Change with { Data = DeviceRecords.Fields($$"""{"title":"{{Marker}}"}""") } };

    private string[] Bytes() => [.. folder.EnumerateFiles().Where(file => file.Extension != ".lock").Select(file => Encoding.Latin1.GetString(Read(file)))];

    private static byte[] Read(FileInfo file)
    {
        using FileStream stream = new(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
