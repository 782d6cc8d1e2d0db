using System.Buffers.Binary;

namespace Athens.Sync.LiteDb.Storage;

/// <summary>
/// Puts a checksum into a page on its way to the file and looks at it on the way back. It lies where LiteDB keeps a
/// transaction's number while a page is in its log; in the database file these bytes are idle and all ones.
/// </summary>
internal static class PageSum
{
    private const int At = 14;
    private const uint Idle = uint.MaxValue;

    public static void Seal(Span<byte> page)
    {
        Write(page, Idle);
        Write(page, Of(page));
    }

    /// <summary>Gives the page back as LiteDB wrote it.</summary>
    /// <exception cref="DamagedFileException">The page is not what was written.</exception>
    public static void Open(Span<byte> page, long offset)
    {
        uint stored = BinaryPrimitives.ReadUInt32LittleEndian(page[At..]);
        Write(page, Idle);
        // A page without a sum was written by a tool of LiteDB's, which knows of none.
        if (stored != Idle && stored != Of(page))
            throw new DamagedFileException($"Page {offset / Page.Size} is not what was written.");
    }

    private static uint Of(ReadOnlySpan<byte> page) => Checksum.Of(page) is var sum and not Idle ? sum : 0;

    private static void Write(Span<byte> page, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(page[At..], value);
}
