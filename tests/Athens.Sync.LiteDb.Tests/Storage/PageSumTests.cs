using Athens.Sync.LiteDb.Storage;

namespace Athens.Sync.LiteDb.Tests.Storage;

public sealed class PageSumTests
{
    [Fact]
    public void Open_SealedPage_GivesWhatWasSealed()
    {
        byte[] page = NewPage();
        byte[] sealedPage = [.. page];
        PageSum.Seal(sealedPage);
        Assert.NotEqual(page, sealedPage);

        PageSum.Open(sealedPage, 0);

        Assert.Equal(page, sealedPage);
    }

    [Fact]
    public void Open_AnyByteChanged_SaysWhichPage()
    {
        byte[] page = NewPage();
        PageSum.Seal(page);
        for (int at = 0; at < page.Length; at++)
        {
            byte[] changed = [.. page];
            changed[at] ^= 1;

            DamagedFileException thrown = Assert.Throws<DamagedFileException>(() => PageSum.Open(changed, 3 * Page.Size));

            Assert.Contains("Page 3 ", thrown.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Open_PageThatAnotherToolWrote_IsTaken() => PageSum.Open(NewPage(), 0);

    private static byte[] NewPage()
    {
        byte[] page = new byte[Page.Size];
        new Random(1).NextBytes(page);
        page.AsSpan(14, 4).Fill(0xFF);
        return page;
    }
}
