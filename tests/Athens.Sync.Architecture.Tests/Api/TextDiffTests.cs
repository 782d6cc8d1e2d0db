namespace Athens.Sync.Architecture.Tests.Api;

public sealed class TextDiffTests
{
    [Fact]
    public void TextDiff_OneLineChanged_ShowsItWithItsSurroundings() =>
        Assert.Equal("  …\n  b\n  c\n- d\n+ D\n  e\n  f\n", TextDiff.Of("a\nb\nc\nd\ne\nf\ng", "a\nb\nc\nD\ne\nf\ng"));
}
