using Athens.Sync.LiteDb.Storage;

namespace Athens.Sync.LiteDb.Tests.Storage;

internal sealed class SimulatedFile(SimulatedDisk disk) : IBlockFile
{
    private const int Sector = 512;
    private readonly List<Action<MemoryStream, Random>> unflushed = [];
    private MemoryStream content = new();
    private byte[] flushed = [];

    public long Length => content.Length;

    public int Read(Span<byte> into, long offset)
    {
        content.Position = offset;
        int read = content.Read(into);
        disk.Read(into);
        return read;
    }

    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        disk.Change();
        byte[] copy = bytes.ToArray();
        WriteAt(content, copy, offset);
        unflushed.Add((survivor, random) => WriteSome(survivor, copy, offset, random));
    }

    public void SetLength(long length)
    {
        if (!disk.FailsAsFull || length > content.Length)
            disk.Change();
        content.SetLength(length);
        unflushed.Add((survivor, random) => survivor.SetLength(random.Next(2) == 0 ? length : survivor.Length));
    }

    public void Flush()
    {
        if (!disk.FailsAsFull)
            disk.Change();
        flushed = content.ToArray();
        unflushed.Clear();
    }

    public SimulatedFile AfterPowerLoss(SimulatedDisk next, Random random)
    {
        var survivor = new MemoryStream();
        survivor.Write(flushed);
        foreach (Action<MemoryStream, Random> change in unflushed)
            change(survivor, random);
        return new SimulatedFile(next) { content = survivor, flushed = survivor.ToArray() };
    }

    public void Dispose()
    {
        // The file outlives its handles.
    }

    private static void WriteSome(MemoryStream survivor, byte[] bytes, long offset, Random random)
    {
        for (int at = 0; at < bytes.Length; at += Sector)
        {
            if (random.Next(2) == 0)
                WriteAt(survivor, bytes.AsSpan(at, Math.Min(Sector, bytes.Length - at)), offset + at);
        }
    }

    private static void WriteAt(MemoryStream stream, ReadOnlySpan<byte> bytes, long offset)
    {
        if (stream.Length < offset)
            stream.SetLength(offset);
        stream.Position = offset;
        stream.Write(bytes);
    }
}
