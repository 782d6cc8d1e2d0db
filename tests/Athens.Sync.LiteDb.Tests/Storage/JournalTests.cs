using Athens.Sync.LiteDb.Storage;

namespace Athens.Sync.LiteDb.Tests.Storage;

public sealed class JournalTests
{
    private const int RecordSize = RecordHeader.Size + sizeof(long) + Page.Size;

    private readonly SimulatedDisk disk = new();

    [Fact]
    public void Read_NewFile_GivesNothing() => Assert.Empty(Open().Read());

    [Fact]
    public void Read_AfterAppends_GivesThePagesInOrder()
    {
        Write(Open(), 3);

        Assert.Equal([0, 1, 2], Pages());
    }

    [Fact]
    public void Read_TornLastRecord_GivesThoseBefore()
    {
        Write(Open(), 3);
        Flip((2 * RecordSize) + RecordHeader.Size + 100);

        Assert.Equal([0, 1], Pages());
    }

    [Fact]
    public void Read_LastRecordCutOff_GivesThoseBefore()
    {
        Write(Open(), 3);
        File().SetLength((3 * RecordSize) - 1);

        Assert.Equal([0, 1], Pages());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(RecordHeader.Size + 5)]
    [InlineData(RecordSize + 12)]
    [InlineData(RecordSize + RecordHeader.Size + 5)]
    public void Read_DamageBeforeTheEnd_SaysSo(int at)
    {
        Write(Open(), 3);
        Flip(at);
        bool isKnown = at != 0; // Without the first header nothing tells its records from those of an earlier round.

        Assert.Equal(isKnown, Record.Exception(() => Pages()) is DamagedFileException);
    }

    [Fact]
    public void Read_BegunAnew_LeavesOutTheEarlierRounds()
    {
        Journal journal = Open();
        Write(journal, 4);
        journal.BeginAnew();
        Write(journal, 2, firstPage: 70);

        Assert.Equal([70, 71], Pages());
    }

    [Fact]
    public void Append_ThatFails_LeavesNothing()
    {
        Journal journal = Open();
        Write(journal, 1);
        (disk.ChangesLeft, disk.FailuresLeft) = (1, 1); // The bytes are written; the flush fails.

        Assert.Throws<IOException>(() => Write(journal, 1, firstPage: 70));

        Assert.Equal([0], Pages());
        Write(journal, 1, firstPage: 80);
        Assert.Equal([0, 80], Pages());
    }

    [Fact]
    public void Clear_LeavesAnEmptyFile()
    {
        Journal journal = Open();
        Write(journal, 2);

        journal.Clear();

        Assert.Equal(0, File().Length);
        Assert.Empty(Pages());
    }

    [Fact]
    public void IsFull_AtItsLength_AndNotAfterBeginningAnew()
    {
        var journal = new Journal(File(), 2 * RecordSize);
        Write(journal, 1);
        Assert.False(journal.IsFull);
        Write(journal, 1);
        Assert.True(journal.IsFull);

        journal.BeginAnew();

        Assert.False(journal.IsFull);
    }

    private IBlockFile File() => disk.Open("journal");

    private Journal Open() => new(File(), long.MaxValue / 4);

    private List<int> Pages() => [.. Open().Read().Select(page => (int)page.Bytes.Span[0])];

    private static void Write(Journal journal, int records, int firstPage = 0)
    {
        for (int n = firstPage; n < firstPage + records; n++)
        {
            byte[] bytes = new byte[Page.Size];
            bytes.AsSpan().Fill((byte)n);
            journal.Append([new Page(n * Page.Size, bytes)]);
        }
    }

    private void Flip(long offset)
    {
        byte[] one = new byte[1];
        File().Read(one, offset);
        one[0] ^= 0x10;
        File().Write(one, offset);
    }
}
