using Athens.Sync.LiteDb.Storage;

namespace Athens.Sync.LiteDb.Tests.Storage;

public sealed class PagedFileTests
{
    private readonly SimulatedDisk disk = new();

    [Fact]
    public void Write_BeforeTheFlush_IsReadAndNotInTheFile()
    {
        using PagedFile file = Open();

        Write(file, page: 1, value: 7);

        Assert.Equal(7, Read(file, page: 1));
        Assert.Equal(2 * Page.Size, file.Length);
        Assert.Equal(0, disk.Open("data").Length);
    }

    [Fact]
    public void Flush_AfterWrites_PutsThemInTheFile()
    {
        using PagedFile file = Open();
        Write(file, page: 0, value: 6);
        Write(file, page: 1, value: 7);
        Write(file, page: 1, value: 8);

        file.Flush();

        Assert.Equal(1, file.RecordsWritten);
        Assert.Equal(8, Read(file, page: 1));
        Assert.Equal(2 * Page.Size, disk.Open("data").Length);
    }

    [Fact]
    public void Flush_AfterAbandoning_WritesNothing()
    {
        using PagedFile file = Open();
        Write(file, page: 0, value: 6);

        file.Abandon();

        Assert.Throws<IOException>(file.Flush);
        Assert.Equal(0, file.RecordsWritten);
        Assert.Equal(0, disk.Open("data").Length);
    }

    [Fact]
    public void Flush_WithTheFileFailing_IsFinishedByTheNextOpening()
    {
        using PagedFile file = Open();
        Write(file, page: 0, value: 6);
        (disk.ChangesLeft, disk.FailuresLeft) = (2, 1); // The journal takes it; the file does not.

        Assert.Throws<IOException>(file.Flush);

        Assert.Equal(1, file.RecordsWritten);
        Assert.Equal(6, Read(Open(), page: 0));
    }

    [Fact]
    public void Finish_LeavesTheFileWholeAndTheJournalEmpty()
    {
        using PagedFile file = Open();
        Write(file, page: 0, value: 6);
        file.Flush();

        file.Finish();

        Assert.Equal(0, disk.Open("journal").Length);
        Assert.Equal(6, Read(Open(), page: 0));
    }

    [Fact]
    public void Dispose_WithUnflushedWrites_DropsThem()
    {
        PagedFile file = Open();
        Write(file, page: 0, value: 6);

        file.Dispose();
        file.Flush();

        Assert.Equal(0, disk.Open("data").Length);
    }

    private PagedFile Open() => new(disk.Open("data"), new Journal(disk.Open("journal"), 1 << 20));

    private static void Write(PagedFile file, int page, byte value)
    {
        byte[] bytes = new byte[Page.Size];
        bytes.AsSpan().Fill(value);
        file.Position = page * Page.Size;
        file.Write(bytes, 0, bytes.Length);
    }

    private static int Read(PagedFile file, int page)
    {
        file.Position = page * Page.Size;
        byte[] bytes = new byte[Page.Size];
        file.ReadExactly(bytes, 0, bytes.Length);
        return bytes[^1];
    }
}
