using System.Buffers;
using System.Buffers.Binary;

namespace Athens.Sync.LiteDb.Storage;

/// <summary>
/// Makes a set of page writes one durable step: the pages are here, whole and flushed, before the first of them goes to
/// the database file, so that whatever stops that half-way is mended when the file is next opened.
/// </summary>
/// <remarks>
/// A record is valid or not by its checksums. A torn one at the end was never acknowledged and counts as not written. When
/// enough has gathered the database file is flushed and the journal begins anew in the same bytes, in the next round.
/// </remarks>
internal sealed class Journal(IBlockFile file, long lengthMax)
{
    private const int EntrySize = sizeof(long) + Page.Size;

    private long round = 1;
    private long sequence;
    private long end;

    /// <summary>How many records this session made durable.</summary>
    public long Written { get; private set; }

    public bool IsFull => end >= lengthMax;

    /// <summary>Gives the pages of every whole record, in order.</summary>
    /// <exception cref="DamagedFileException">A record that was acknowledged is damaged.</exception>
    public IEnumerable<Page> Read()
    {
        byte[] all = ReadAll();
        int at = 0;
        RecordHeader? last = null;
        while (Follows(RecordHeader.Read(all.AsSpan(at)), last, all.AsMemory(at)) is { } header)
        {
            foreach (Page page in PagesOf(all.AsMemory(at + RecordHeader.Size, header.BodyLength)))
                yield return page;
            at += RecordHeader.Size + header.BodyLength;
            last = header;
        }
        if (HasLater(all.AsSpan(at), last))
            throw new DamagedFileException("A record in the middle of the journal is damaged.");
    }

    /// <summary>Writes the pages as one record; when it returns they survive the loss of power. When it throws there is nothing of them.</summary>
    public void Append(IReadOnlyCollection<Page> pages)
    {
        int length = RecordHeader.Size + (pages.Count * EntrySize);
        byte[] record = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            Encode(pages, round, sequence + 1, record.AsSpan(0, length));
            file.Write(record.AsSpan(0, length), end);
            file.Flush();
        }
        catch
        {
            CutBack();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(record);
        }
        end += length;
        sequence++;
        Written++;
    }

    /// <summary>Forgets every record, which the database file holds and has flushed.</summary>
    public void BeginAnew()
    {
        if (file.Length > 2 * lengthMax)
            file.SetLength(lengthMax);
        round++;
        sequence = 0;
        end = 0;
    }

    /// <summary>Forgets every record for good, so that no later session takes one for its own.</summary>
    public void Clear()
    {
        if (file.Length > 0)
        {
            file.SetLength(0);
            file.Flush();
        }
        (round, sequence, end) = (1, 0, 0);
    }

    private static RecordHeader? Follows(RecordHeader? header, RecordHeader? last, ReadOnlyMemory<byte> from)
    {
        if (header is not { } next || next.BodyLength < 0 || next.BodyLength > from.Length - RecordHeader.Size)
            return null;
        bool inOrder = last is null ? next.Sequence == 1 : next.Round == last.Value.Round && next.Sequence == last.Value.Sequence + 1;
        return inOrder && Checksum.Of(from.Span.Slice(RecordHeader.Size, next.BodyLength)) == next.BodyChecksum ? next : null;
    }

    /// <summary>A record is begun only after the one before it was flushed; one that lies behind a broken one shows damage, not a torn end.</summary>
    private static bool HasLater(ReadOnlySpan<byte> rest, RecordHeader? last)
    {
        long round = last?.Round ?? RecordHeader.Read(rest)?.Round ?? 0;
        long sequence = last?.Sequence ?? 0;
        for (int at = rest.IndexOf(RecordHeader.Magic); at >= 0; at = rest.IndexOf(RecordHeader.Magic))
        {
            if (RecordHeader.Read(rest[at..]) is { } header && header.Round == round && header.Sequence > sequence + 1)
                return true;
            rest = rest[(at + 1)..];
        }
        return false;
    }

    private static IEnumerable<Page> PagesOf(ReadOnlyMemory<byte> body)
    {
        for (; body.Length >= EntrySize; body = body[EntrySize..])
            yield return new Page(BinaryPrimitives.ReadInt64LittleEndian(body.Span), body.Slice(sizeof(long), Page.Size));
    }

    private static void Encode(IReadOnlyCollection<Page> pages, long round, long sequence, Span<byte> record)
    {
        Span<byte> body = record[RecordHeader.Size..];
        Span<byte> rest = body;
        foreach (Page page in pages)
        {
            BinaryPrimitives.WriteInt64LittleEndian(rest, page.Offset);
            page.Bytes.Span.CopyTo(rest[sizeof(long)..]);
            rest = rest[EntrySize..];
        }
        new RecordHeader(round, sequence, body.Length, Checksum.Of(body)).Write(record);
    }

    /// <summary>A record whose flush failed may yet be on the disk, and would be found there although its commit was refused.</summary>
    private void CutBack()
    {
        try
        {
            file.SetLength(end);
            file.Flush();
        }
        catch (IOException)
        {
            // The first failure is the one to tell.
        }
    }

    private byte[] ReadAll()
    {
        byte[] all = new byte[file.Length];
        return all[..file.Read(all, 0)];
    }
}
