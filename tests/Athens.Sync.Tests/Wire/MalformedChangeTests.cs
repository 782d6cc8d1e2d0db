using System.Text;
using Athens.Sync.Wire;

namespace Athens.Sync.Tests.Wire;

public sealed class MalformedChangeTests
{
    [Theory]
    [InlineData("7", "A change is an object, not a number.")]
    [InlineData("null", "A change is an object, not null.")]
    [InlineData("[]", "A change is an object, not an array.")]
    public void NotAnObject_IsAValidationError(string change, string detail)
    {
        RejectedChange rejected = Malformed(change);

        Assert.Equal((RejectionReason.ValidationError, detail, "", ""), (rejected.Reason, rejected.Detail!.Value.GetString(), rejected.Entity, rejected.OfflineId));
    }

    [Theory]
    [InlineData("""{"op":"update","offline_id":"o1"}""", "entity")]
    [InlineData("""{"entity":"","op":"update","offline_id":"o1"}""", "entity")]
    [InlineData("""{"entity":7,"op":"update","offline_id":"o1"}""", "entity")]
    [InlineData("""{"entity":"permit","op":"update"}""", "offline_id")]
    [InlineData("""{"entity":"permit","op":"update","offline_id":7}""", "offline_id")]
    [InlineData("""{"entity":"permit","op":"update","offline_id":"a\ud83d"}""", "offline_id")]
    [InlineData("""{"entity":"permit","offline_id":"o1"}""", "op")]
    [InlineData("""{"entity":"permit","op":2,"offline_id":"o1"}""", "op")]
    [InlineData("""{"entity":"permit","op":"update","offline_id":"o1","server_id":1.5}""", "server_id")]
    [InlineData("""{"entity":"permit","op":"update","offline_id":"o1","server_id":{}}""", "server_id")]
    [InlineData("""{"entity":"permit","op":"update","offline_id":"o1","client_version":-1}""", "client_version")]
    [InlineData("""{"entity":"permit","op":"update","offline_id":"o1","client_version":"5"}""", "client_version")]
    [InlineData("""{"entity":"permit","op":"update","offline_id":"o1","client_version":5.5}""", "client_version")]
    [InlineData("""{"entity":"permit","op":"update","offline_id":"o1","client_version":1e400}""", "client_version")]
    [InlineData("""{"entity":"permit","op":"update","offline_id":"o1","number":0}""", "number")]
    [InlineData("""{"entity":"permit","op":"update","offline_id":"o1","data":[]}""", "data")]
    [InlineData("""{"entity":"permit","op":"update","offline_id":"o1","data":"title"}""", "data")]
    [InlineData("""{"entity":"permit","op":"update","offline_id":"o1","base":[]}""", "base")]
    [InlineData("""{"entity":"permit","op":"update","offline_id":"o1","changed_at":"yesterday"}""", "changed_at")]
    [InlineData("""{"entity":"permit","op":"update","offline_id":"o1","changed_at":5}""", "changed_at")]
    [InlineData("""{"entity":"permit","op":"update","offline_id":"o1","resolves":"o0"}""", "resolves")]
    [InlineData("""{"entity":"permit","op":"update","offline_id":"o1","resolves":{"resolution":"merge"}}""", "resolves.offline_id")]
    [InlineData("""{"entity":"permit","op":"update","offline_id":"o1","data":{"title":"\udc00"}}""", "title")]
    [InlineData("""{"entity":"permit","op":"update","offline_id":"o1","data":{"title":"\ud83d!"}}""", "title")]
    [InlineData("""{"entity":"permit","op":"update","offline_id":"o1","data":{"title":"\ud83d\ud83d\ude00"}}""", "title")]
    [InlineData("""{"entity":"permit","op":"update","offline_id":"o1","data":{"title":"a\u0000"}}""", "title")]
    [InlineData("""{"entity":"permit","op":"update","offline_id":"o1","data":{"list":[{"key":"\ud83d"}]}}""", "list")]
    [InlineData("""{"entity":"permit","op":"update","offline_id":"o1","base":{"title":"\ud83d"}}""", "title")]
    public void WrongType_IsAValidationErrorThatNamesTheProperty(string change, string property)
    {
        RejectedChange rejected = Malformed(change);

        Assert.Equal(RejectionReason.ValidationError, rejected.Reason);
        Assert.Equal(property, Assert.Single(rejected.Detail!.Value.EnumerateObject()).Name);
    }

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("Update")]
    [InlineData("update, create")]
    public void UnknownOp_IsRejectedAsThat(string op)
    {
        RejectedChange rejected = Malformed($$"""{"entity":"permit","op":"{{op}}","offline_id":"o1"}""");

        Assert.Equal((RejectionReason.UnknownOp, "permit", "o1"), (rejected.Reason, rejected.Entity, rejected.OfflineId));
        Assert.Equal($"There is no op '{op}'.", rejected.Detail!.Value.GetProperty("op").GetString());
    }

    [Fact]
    public void BrokenUtf8_IsAValidationErrorThatNamesTheField()
    {
        byte[] body = Encoding.Latin1.GetBytes(PushRequestReaderTests.Body("""{"entity":"permit","op":"update","offline_id":"o1","data":{"title":"ÿþ"}}"""));

        RejectedChange rejected = Assert.Single(PushRequestReader.Read(body, SyncLimits.Default).Malformed);

        Assert.Equal(RejectionReason.ValidationError, rejected.Reason);
        Assert.True(rejected.Detail!.Value.TryGetProperty("title", out _));
    }

    [Fact]
    public void BrokenUtf8InAFieldName_IsAValidationError()
    {
        byte[] body = Encoding.Latin1.GetBytes(PushRequestReaderTests.Body("""{"entity":"permit","op":"update","offline_id":"o1","data":{"ÿþ":1}}"""));

        Assert.Equal(RejectionReason.ValidationError, Assert.Single(PushRequestReader.Read(body, SyncLimits.Default).Malformed).Reason);
    }

    [Fact]
    public void TooManyFields_IsTooLarge() =>
        AssertLimit(n => "{" + string.Join(',', Enumerable.Range(0, n).Select(i => $"\"f{i}\":1")) + "}", SyncLimits.Default.FieldsMax, "data");

    [Fact]
    public void TooManyKeysInAnObject_IsTooLarge() =>
        AssertLimit(n => "{\"list\":{" + string.Join(',', Enumerable.Range(0, n).Select(i => $"\"f{i}\":1")) + "}}", SyncLimits.Default.FieldsMax, "list");

    [Fact]
    public void TextTooLong_IsTooLarge() => AssertLimit(n => $"{{\"title\":\"{new string('x', n)}\"}}", SyncLimits.Default.TextBytesMax, "title");

    [Fact]
    public void EscapedText_CountsAsWhatItStandsFor() =>
        AssertLimit(n => $"{{\"title\":\"{string.Concat(Enumerable.Repeat("\\n", n))}\"}}", SyncLimits.Default.TextBytesMax, "title");

    [Fact]
    public void TextBeyondAscii_CountsInBytes() =>
        AssertLimit(n => $"{{\"title\":\"{new string('é', n / 2)}{new string('x', n % 2)}\"}}", SyncLimits.Default.TextBytesMax, "title");

    [Fact]
    public void ArrayTooLong_IsTooLarge() => AssertLimit(n => $"{{\"list\":[{string.Join(',', Enumerable.Repeat("0", n))}]}}", SyncLimits.Default.ArrayMax, "list");

    [Fact]
    public void NumberTooLong_IsTooLarge() => AssertLimit(n => $"{{\"level\":{new string('9', n)}}}", SyncLimits.Default.NumberCharsMax, "level");

    [Fact]
    public void FieldNameTooLong_IsTooLarge() => AssertLimit(n => $"{{\"{new string('f', n)}\":1}}", SyncLimits.Default.KeyCharsMax, "data");

    [Fact]
    public void ServerIdTooLong_IsTooLarge() =>
        Assert.Equal(RejectionReason.TooLarge, Malformed($$"""{"entity":"permit","op":"update","offline_id":"o1","server_id":"{{new string('k', 129)}}"}""").Reason);

    [Fact]
    public void OfflineIdTooLong_IsAValidationErrorAndEchoedCut()
    {
        RejectedChange rejected = Malformed($$"""{"entity":"permit","op":"update","offline_id":"{{new string('k', 127)}}😀"}""");

        Assert.Equal((RejectionReason.ValidationError, new string('k', 127)), (rejected.Reason, rejected.OfflineId));
    }

    [Fact]
    public void Malformed_EchoesWhatCanBeRead()
    {
        Assert.Equal(("permit", "17"), Malformed("""{"entity":"permit","op":"update","offline_id":17}""") is var a ? (a.Entity, a.OfflineId) : default);
        Assert.Equal(("", "o1"), Malformed("""{"entity":["permit"],"op":"update","offline_id":"o1"}""") is var b ? (b.Entity, b.OfflineId) : default);
    }

    [Theory]
    [InlineData("12", "12")]
    [InlineData("-12", "-12")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("\"p1\"", "p1")]
    [InlineData("\"\"", null)]
    [InlineData("null", null)]
    public void ServerId_TextOrInteger_IsKeptAsText(string sent, string? expected) =>
        Assert.Equal(expected, Good($$"""{"entity":"permit","op":"update","offline_id":"o1","server_id":{{sent}}}""").ServerId);

    [Theory]
    [InlineData("1e400")]
    [InlineData("-0.0")]
    [InlineData("123456789012345678901234567890.123456789")]
    public void Number_BeyondEveryType_IsKeptAsItWasSent(string number) =>
        Assert.Equal($$"""{"level":{{number}}}""", Good($$"""{"entity":"permit","op":"update","offline_id":"o1","data":{ "level":{{number}} } }""").Data.ToJson());

    [Theory]
    [InlineData("""{"title":"\ud83d\ude00"}""")]
    [InlineData("""{"title":"","list":[],"map":{},"none":null,"escaped":"\\u0000 \" \/ \t \u00e9"}""")]
    public void Text_WellFormed_IsTakenAsItIs(string data) =>
        Assert.Equal(FieldValues.Parse(data).ToJson(), Good($$"""{"entity":"permit","op":"update","offline_id":"o1","data":{{data}}}""").Data.ToJson());

    [Theory]
    [InlineData("2026-03-01T10:00:00", "2026-03-01T10:00:00.0000000+00:00")]
    [InlineData("2026-03-01T10:00:00.1234567-05:00", "2026-03-01T10:00:00.1234567-05:00")]
    [InlineData("2026-03-01", "2026-03-01T00:00:00.0000000+00:00")]
    public void ChangedAt_WithoutOffset_IsOfUtc(string sent, string expected) =>
        Assert.Equal(expected, Good($$"""{"entity":"permit","op":"update","offline_id":"o1","changed_at":"{{sent}}"}""").ChangedAt!.Value.ToString("O"));

    private static void AssertLimit(Func<int, string> data, int max, string name)
    {
        Good($$"""{"entity":"permit","op":"update","offline_id":"o1","data":{{data(max)}}}""");
        RejectedChange rejected = Malformed($$"""{"entity":"permit","op":"update","offline_id":"o1","data":{{data(max + 1)}}}""");
        Assert.Equal(RejectionReason.TooLarge, rejected.Reason);
        Assert.True(rejected.Detail!.Value.TryGetProperty(name, out _));
    }

    private static Change Good(string change)
    {
        PushRequest request = PushRequestReaderTests.Read(PushRequestReaderTests.Body(change));
        Assert.Empty(request.Malformed);
        return Assert.Single(request.Changes);
    }

    private static RejectedChange Malformed(string change)
    {
        PushRequest request = PushRequestReaderTests.Read(PushRequestReaderTests.Body(change));
        Assert.Empty(request.Changes);
        return Assert.Single(request.Malformed);
    }
}
