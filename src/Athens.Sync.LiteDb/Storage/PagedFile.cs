using System.Buffers;
using System.Buffers.Binary;

namespace Athens.Sync.LiteDb.Storage;

/// <summary>The database file with its journal, as the stream that LiteDB reads and writes: what is written between two flushes becomes durable as one.</summary>
internal sealed class PagedFile : Stream
{
    /// <summary>Where LiteDB's first page names the last one.</summary>
    private const int LastPageAt = 64;

    private readonly IBlockFile data;
    private readonly Journal journal;
    private readonly Dictionary<long, byte[]> pending = [];
    private long pendingEnd;
    private bool broken;

    /// <summary>Opens the file and finishes what an earlier session had begun.</summary>
    public PagedFile(IBlockFile data, Journal journal)
    {
        this.data = data;
        this.journal = journal;
        Recover();
    }

    /// <summary>How many sets of pages were made durable: what was flushed is there from the moment this grows.</summary>
    public long RecordsWritten => journal.Written;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => Math.Max(data.Length, pendingEnd);

    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count)
    {
        CheckIsPage(count);
        Span<byte> page = buffer.AsSpan(offset, count);
        int read = Page.Size;
        if (pending.TryGetValue(Position, out byte[]? written))
            written.AsSpan(0, Page.Size).CopyTo(page);
        else
            read = ReadFromFile(page);
        Position += read;
        return read;
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        CheckIsPage(count);
        if (!pending.TryGetValue(Position, out byte[]? page))
            pending[Position] = page = ArrayPool<byte>.Shared.Rent(Page.Size);
        buffer.AsSpan(offset, count).CopyTo(page);
        Position += count;
        pendingEnd = Math.Max(pendingEnd, Position);
    }

    /// <summary>Reads the first page, and compares what it says with the file's length.</summary>
    /// <exception cref="DamagedFileException">The file is cut off, or is no database.</exception>
    public void CheckEnd()
    {
        if (data.Length == 0)
            return;
        byte[] page = new byte[Page.Size];
        Position = 0;
        if (data.Length % Page.Size != 0 || Read(page, 0, page.Length) < page.Length)
            throw new DamagedFileException("The database file does not end with a whole page.");
        if ((BinaryPrimitives.ReadUInt32LittleEndian(page.AsSpan(LastPageAt)) + 1L) * Page.Size > data.Length)
            throw new DamagedFileException("The database file is shorter than it says.");
    }

    /// <summary>Reads every page once.</summary>
    /// <exception cref="DamagedFileException">A page is not what was written.</exception>
    public void CheckPages()
    {
        byte[] page = new byte[Page.Size];
        for (Position = 0; Position < data.Length; )
            ReadExactly(page);
    }

    /// <summary>Makes what was written since the last flush durable, as one.</summary>
    public override void Flush()
    {
        if (pending.Count == 0)
            return;
        if (broken)
            throw new IOException("An earlier write to the database file failed.");
        broken = true;
        Page[] pages = Seal();
        journal.Append(pages);
        Apply(pages);
        Forget();
        if (journal.IsFull)
        {
            data.Flush();
            journal.BeginAnew();
        }
        broken = false;
    }

    /// <summary>Writes nothing any more: what LiteDB does on its way out must not bring back a commit that was refused.</summary>
    public void Abandon() => broken = true;

    /// <summary>Leaves the database file whole without its journal.</summary>
    public void Finish()
    {
        if (broken)
            return;
        data.Flush();
        journal.Clear();
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => Length + offset,
    };

    public override void SetLength(long value) => throw new DamagedFileException("The database file does not end with a whole page.");

    /// <summary>LiteDB disposes what it has not flushed; the files are closed by who opened them.</summary>
    protected override void Dispose(bool disposing)
    {
        Forget();
        base.Dispose(disposing);
    }

    private void Forget()
    {
        foreach (byte[] page in pending.Values)
            ArrayPool<byte>.Shared.Return(page);
        pending.Clear();
        pendingEnd = 0;
    }

    private void CheckIsPage(int count)
    {
        if (count != Page.Size || Position % Page.Size != 0)
            throw new NotSupportedException($"LiteDB reads and writes whole pages; this was {count} bytes at {Position}.");
    }

    private int ReadFromFile(Span<byte> page)
    {
        int read = data.Read(page, Position);
        if (read == Page.Size)
            PageSum.Open(page, Position);
        return read;
    }

    private Page[] Seal()
    {
        Page[] pages = [.. pending.Select(page => new Page(page.Key, page.Value.AsMemory(0, Page.Size)))];
        foreach (byte[] page in pending.Values)
            PageSum.Seal(page.AsSpan(0, Page.Size));
        return pages;
    }

    private void Recover()
    {
        Page[] pages = [.. journal.Read()];
        Apply(pages);
        if (pages.Length > 0)
            data.Flush();
        journal.Clear();
    }

    private void Apply(IEnumerable<Page> pages)
    {
        foreach (Page page in pages)
            data.Write(page.Bytes.Span, page.Offset);
    }
}
