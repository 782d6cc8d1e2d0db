using System.Numerics;
using System.Runtime.InteropServices;

namespace Athens.Sync.EntityFrameworkCore.Device.Records;

/// <summary>CRC-32C: finds what a disk changed, which SQLite itself does not look for.</summary>
internal static class Checksum
{
    public static long Of(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words)
            crc = BitOperations.Crc32C(crc, word);
        foreach (byte rest in bytes[(words.Length * sizeof(ulong))..])
            crc = BitOperations.Crc32C(crc, rest);
        return ~crc;
    }
}
