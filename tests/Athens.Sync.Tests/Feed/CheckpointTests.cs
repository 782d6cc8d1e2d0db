using System.Buffers.Text;
using System.Text;
using Athens.Sync.Feed;
using Athens.Sync.Wire;

namespace Athens.Sync.Tests.Feed;

/// <summary>The token of a pull: read back as it was made, or refused by name.</summary>
public sealed class CheckpointTests
{
    private static readonly Checkpoint Some = new("e", "north", "default", 41, long.MaxValue, "f");

    private static string Token(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    [Fact]
    public void Token_IsReadAsItWasMade()
    {
        Assert.Equal(Some, Checkpoint.Parse(Some.ToToken()));
        Assert.Equal(Some with { Sequence = 0 }, Checkpoint.Parse((Some with { Sequence = 0 }).ToToken()));
    }

    [Theory]
    [InlineData("""{"e":"e","s":"north","l":"default","n":-1,"h":0,"f":"f"}""")]
    [InlineData("""{"e":null,"s":"north","l":"default","n":0,"h":0,"f":"f"}""")]
    [InlineData("""{"e":"e","s":null,"l":"default","n":0,"h":0,"f":"f"}""")]
    [InlineData("""{"e":"e","s":"north","l":null,"n":0,"h":0,"f":"f"}""")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    public void Token_ThatNoServerMade_IsRefused(string json) => Assert.Throws<WireException>(() => Checkpoint.Parse(Token(json)));

    [Theory]
    [InlineData("no token!")]
    [InlineData("e+/=")]
    public void Text_ThatIsNoToken_IsRefused(string text) => Assert.Throws<WireException>(() => Checkpoint.Parse(text));

    /// <summary>What is longer than any token is not even decoded.</summary>
    [Theory]
    [InlineData(2048, true)]
    [InlineData(2050, false)]
    public void Token_OfSomeLength_IsReadUpToTheLimit(int chars, bool isRead)
    {
        string token = Enumerable.Range(1, 2000).Select(n => (Some with { Scope = new string('s', n) }).ToToken()).First(t => t.Length >= chars);
        Assert.Equal(chars, token.Length);
        if (isRead)
            Assert.Equal(token, Checkpoint.Parse(token).ToToken());
        else
            Assert.Throws<WireException>(() => Checkpoint.Parse(token));
    }
}
