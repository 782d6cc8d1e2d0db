using Athens.Sync.LiteDb.Storage;

namespace Athens.Sync.LiteDb.Tests.Storage;

/// <summary>A disk in memory that counts what is done to it, runs full, and loses power with what was not flushed.</summary>
internal sealed class SimulatedDisk
{
    private const int NoSpace = 28;
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private readonly Dictionary<string, SimulatedFile> files = new(StringComparer.Ordinal);

    /// <summary>How many changes are still let through; what comes after fails.</summary>
    public int ChangesLeft { get; set; } = int.MaxValue;

    /// <summary>How many changes fail before the disk works again.</summary>
    public int FailuresLeft { get; set; } = int.MaxValue;

    /// <summary>Without power nothing works any more; on a full disk everything but growing does.</summary>
    public bool FailsAsFull { get; init; }

    /// <summary>How many reads still succeed; the one after them goes wrong, and then the disk works again.</summary>
    public int ReadsLeft { get; set; } = int.MaxValue;

    /// <summary>A read that goes wrong gives other bytes, and does not say so.</summary>
    public bool ReadsWrong { get; init; }

    public int Reads { get; set; }

    public int Writes { get; set; }

    public IBlockFile Open(string path)
    {
        if (!files.TryGetValue(path, out SimulatedFile? file))
            files[path] = file = new SimulatedFile(this);
        return file;
    }

    /// <summary>What is found when the power is back: all that was flushed, and of the rest some sectors.</summary>
    public SimulatedDisk AfterPowerLoss(Random random)
    {
        var disk = new SimulatedDisk();
        foreach ((string path, SimulatedFile file) in files)
            disk.files[path] = file.AfterPowerLoss(disk, random);
        return disk;
    }

    public void Read(Span<byte> bytes)
    {
        Reads++;
        if (ReadsLeft-- != 0)
            return;
        if (!ReadsWrong)
            throw new IOException("The sector cannot be read.");
        bytes[bytes.Length / 2] ^= 1;
    }

    public void Change()
    {
        Writes++;
        if (ChangesLeft == 0 && FailuresLeft-- > 0)
            throw FailsAsFull ? new IOException("No space left on device.", OperatingSystem.IsWindows() ? WindowsDiskFull : NoSpace) : new IOException("The power is gone.");
        ChangesLeft = Math.Max(0, ChangesLeft - 1);
    }
}
