using System.Buffers;

namespace Athens.Sync.Wire;

/// <summary>
/// The bytes of one message, in memory that later messages use again: for transports and endpoints. Dispose of it when nothing
/// reads the bytes any more. Not safe to call from many threads.
/// </summary>
public sealed class WireBuffer : IBufferWriter<byte>, IDisposable
{
    private const int BytesLeast = 16 << 10;

    private byte[]? bytes = ArrayPool<byte>.Shared.Rent(BytesLeast);

    /// <summary>How many bytes there are.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes, until the buffer is written to again or disposed of.</summary>
    public ReadOnlyMemory<byte> Written => Open.AsMemory(0, Length);

    private byte[] Open => bytes ?? throw new ObjectDisposedException(nameof(WireBuffer));

    /// <summary>Reads a message to its end.</summary>
    /// <param name="source">Where it comes from.</param>
    /// <param name="bytesMax">The most bytes that are taken.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>False when it is longer than allowed; the rest was not read.</returns>
    public async Task<bool> ReadAsync(Stream source, int bytesMax, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        int count;
        while ((count = await source.ReadAsync(GetMemory(), cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (count > bytesMax - Length)
                return false;
            Advance(count);
        }
        return true;
    }

    /// <inheritdoc />
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Open.Length - Length);
        Length += count;
    }

    /// <inheritdoc />
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sizeHint);
        if (Open.Length - Length < Math.Max(sizeHint, 1))
            Grow(sizeHint);
        return Open.AsMemory(Length);
    }

    /// <inheritdoc />
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (bytes is not null)
            ArrayPool<byte>.Shared.Return(bytes);
        bytes = null;
    }

    private void Grow(int sizeHint)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(checked(Length + sizeHint), 2 * Length));
        Open.AsSpan(0, Length).CopyTo(larger);
        Dispose();
        bytes = larger;
    }
}
