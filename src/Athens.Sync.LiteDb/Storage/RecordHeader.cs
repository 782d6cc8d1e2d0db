using System.Buffers.Binary;

namespace Athens.Sync.LiteDb.Storage;

/// <summary>What stands before each record of the journal.</summary>
/// <param name="Round">How often the journal was begun anew; older records that still lie behind are known by it.</param>
/// <param name="Sequence">The record's place in its round, from 1.</param>
/// <param name="BodyLength">How many bytes of pages follow.</param>
/// <param name="BodyChecksum">The checksum of these.</param>
internal readonly record struct RecordHeader(long Round, long Sequence, int BodyLength, uint BodyChecksum)
{
    public const int Size = 40;

    private const int OwnChecksum = Size - sizeof(uint);

    public static ReadOnlySpan<byte> Magic => "ASyncJ01"u8;

    public void Write(Span<byte> into)
    {
        Magic.CopyTo(into);
        BinaryPrimitives.WriteInt64LittleEndian(into[8..], Round);
        BinaryPrimitives.WriteInt64LittleEndian(into[16..], Sequence);
        BinaryPrimitives.WriteInt32LittleEndian(into[24..], BodyLength);
        BinaryPrimitives.WriteUInt32LittleEndian(into[28..], BodyChecksum);
        BinaryPrimitives.WriteUInt32LittleEndian(into[32..], 0);
        BinaryPrimitives.WriteUInt32LittleEndian(into[OwnChecksum..], Checksum.Of(into[..OwnChecksum]));
    }

    /// <summary>Reads a header, or gives null where there is none that is whole.</summary>
    public static RecordHeader? Read(ReadOnlySpan<byte> from)
    {
        if (from.Length < Size || !from.StartsWith(Magic) || BinaryPrimitives.ReadUInt32LittleEndian(from[OwnChecksum..]) != Checksum.Of(from[..OwnChecksum]))
            return null;
        return new RecordHeader(
            BinaryPrimitives.ReadInt64LittleEndian(from[8..]),
            BinaryPrimitives.ReadInt64LittleEndian(from[16..]),
            BinaryPrimitives.ReadInt32LittleEndian(from[24..]),
            BinaryPrimitives.ReadUInt32LittleEndian(from[28..]));
    }
}
