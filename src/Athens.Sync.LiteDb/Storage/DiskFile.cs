using Microsoft.Win32.SafeHandles;

namespace Athens.Sync.LiteDb.Storage;

/// <summary>A file on the disk. Others may read it meanwhile, as a backup does.</summary>
internal sealed class DiskFile(string path) : IBlockFile
{
    private readonly SafeFileHandle handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, FileOptions.RandomAccess);

    public long Length => RandomAccess.GetLength(handle);

    public int Read(Span<byte> into, long offset)
    {
        int total = 0;
        int read = -1;
        while (total < into.Length && read != 0)
        {
            read = RandomAccess.Read(handle, into[total..], offset + total);
            total += read;
        }
        return total;
    }

    public void Write(ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(handle, bytes, offset);

    public void SetLength(long length) => RandomAccess.SetLength(handle, length);

    public void Flush() => RandomAccess.FlushToDisk(handle);

    public void Dispose() => handle.Dispose();
}
