using System.Buffers;
using Athens.Sync.Wire;

namespace Athens.Sync.Tests.Wire;

public sealed class WireBufferTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16 << 10)]
    [InlineData(1_000_003)]
    public async Task Read_MessageOfTheLengthAllowed_IsThereByteForByte(int length)
    {
        byte[] message = Message(length);
        using var buffer = new WireBuffer();

        Assert.True(await buffer.ReadAsync(new MemoryStream(message), length));
        Assert.Equal(message, buffer.Written.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100_000)]
    public async Task Read_MessageOneByteTooLong_IsNotTaken(int length)
    {
        using var buffer = new WireBuffer();

        Assert.False(await buffer.ReadAsync(new MemoryStream(Message(length)), length - 1));
        Assert.True(buffer.Length < length);
    }

    [Fact]
    public void Write_PieceByPiece_KeepsWhatWasThereBefore()
    {
        byte[] message = Message(300_000);
        using var buffer = new WireBuffer();

        foreach (byte[] piece in message.Chunk(7_001))
            buffer.Write(piece);

        Assert.Equal(message, buffer.Written.ToArray());
    }

    [Fact]
    public void Advance_BeyondTheMemory_IsRefused()
    {
        using var buffer = new WireBuffer();
        int room = buffer.GetMemory().Length;

        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Advance(room + 1));
    }

    [Fact]
    public void Buffer_DisposedOf_CanNotBeReadOrGivenBackTwice()
    {
        var buffer = new WireBuffer();
        buffer.Write("x"u8);
        buffer.Dispose();
        buffer.Dispose();

        Assert.Throws<ObjectDisposedException>(() => buffer.Written);
        Assert.Throws<ObjectDisposedException>(() => buffer.GetMemory());
    }

    private static byte[] Message(int length)
    {
        byte[] message = new byte[length];
        new Random(length).NextBytes(message);
        return message;
    }
}
