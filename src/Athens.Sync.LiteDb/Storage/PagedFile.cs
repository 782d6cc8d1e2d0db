namespace Athens.Sync.LiteDb.Storage;

/// <summary>The database file with its journal, as the stream that LiteDB reads and writes: what is written between two flushes becomes durable as one.</summary>
internal sealed class PagedFile : Stream
{
    private readonly IBlockFile data;
    private readonly Journal journal;
    private readonly Dictionary<long, byte[]> pending = [];
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

    public override long Length => Math.Max(data.Length, pending.Count == 0 ? 0 : pending.Keys.Max() + Page.Size);

    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read = pending.TryGetValue(Position, out byte[]? page) ? Copy(page, buffer) : data.Read(buffer, Position);
        Position += read;
        return read;
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        if (count != Page.Size || Position % Page.Size != 0)
            throw new NotSupportedException($"LiteDB writes whole pages; this was {count} bytes at {Position}.");
        pending[Position] = buffer.AsSpan(offset, count).ToArray();
        Position += count;
    }

    /// <summary>Makes what was written since the last flush durable, as one.</summary>
    public override void Flush()
    {
        if (pending.Count == 0)
            return;
        if (broken)
            throw new IOException("An earlier write to the database file failed.");
        broken = true;
        Page[] pages = [.. pending.Select(page => new Page(page.Key, page.Value))];
        journal.Append(pages);
        Apply(pages);
        pending.Clear();
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
        pending.Clear();
        base.Dispose(disposing);
    }

    private static int Copy(byte[] page, Span<byte> into)
    {
        int length = Math.Min(page.Length, into.Length);
        page.AsSpan(0, length).CopyTo(into);
        return length;
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
