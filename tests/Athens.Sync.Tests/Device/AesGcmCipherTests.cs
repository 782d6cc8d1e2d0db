using System.Text;
using Athens.Sync.Device;

namespace Athens.Sync.Tests.Device;

public sealed class AesGcmCipherTests
{
    private static readonly byte[] Name = Encoding.UTF8.GetBytes("item\0" + "1");
    private static readonly byte[] Record = Encoding.UTF8.GetBytes("""{"title":"secret"}""");

    private readonly AesGcmCipher cipher = new(Key("first", 1));

    [Fact]
    public void Record_SealedAndOpened_IsTheSame() => Assert.Equal(Record, cipher.Open(cipher.Seal(Record, Name), Name));

    [Fact]
    public void Record_SealedTwice_IsNeverTheSameBytes() => Assert.NotEqual(cipher.Seal(Record, Name), cipher.Seal(Record, Name));

    [Fact]
    public void Record_UnderAnotherName_IsNotOpened() =>
        Assert.Throws<InvalidDataException>(() => cipher.Open(cipher.Seal(Record, Name), Encoding.UTF8.GetBytes("item\0" + "2")));

    [Fact]
    public void Record_WithAnyBitChangedOrCutOff_IsNotOpened()
    {
        byte[] kept = cipher.Seal(Record, Name);
        for (int bit = 0; bit < 8 * kept.Length; bit++)
        {
            byte[] altered = [.. kept];
            altered[bit / 8] ^= (byte)(1 << (bit % 8));
            AssertRefused(altered);
        }
        for (int length = 0; length < kept.Length; length++)
            AssertRefused(kept[..length]);
    }

    [Fact]
    public void Key_OfTheSameNameOrUnknown_IsToldFromDamage()
    {
        byte[] kept = cipher.Seal(Record, Name);
        StoreException other = Assert.Throws<StoreException>(() => new AesGcmCipher(Key("first", 2)).Open(kept, Name));
        StoreException unknown = Assert.Throws<StoreException>(() => new AesGcmCipher(Key("second", 1)).Open(kept, Name));
        Assert.Equal((StoreFailure.WrongKey, StoreFailure.WrongKey), (other.Failure, unknown.Failure));
        Assert.Contains("another key 'first'", other.Message, StringComparison.Ordinal);
        Assert.Contains("'first', which was not given", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Key_Former_StillReads() => Assert.Equal(Record, new AesGcmCipher(Key("second", 2), Key("first", 1)).Open(cipher.Seal(Record, Name), Name));

    [Theory]
    [InlineData("", 32)]
    [InlineData("id", 16)]
    [InlineData("an id of far more than the sixty-four bytes that there is room for", 32)]
    public void Key_WithoutANameOrOfAnotherLength_IsRefused(string id, int length) => Assert.ThrowsAny<ArgumentException>(() => new RecordKey(id, new byte[length]));

    private static RecordKey Key(string id, byte value) => new(id, Enumerable.Repeat(value, RecordKey.Size).ToArray());

    private void AssertRefused(byte[] kept)
    {
        Exception? thrown = Opened(kept);
        Assert.True(thrown is InvalidDataException or StoreException { Failure: StoreFailure.WrongKey }, $"{thrown}");
    }

    private Exception? Opened(byte[] kept) => Xunit.Record.Exception(() => cipher.Open(kept, Name));
}
