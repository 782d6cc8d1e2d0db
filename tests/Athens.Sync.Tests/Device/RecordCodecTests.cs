using System.Text;
using Athens.Sync.Device;
using Athens.Sync.Testing;

namespace Athens.Sync.Tests.Device;

/// <summary>What the result of a change is kept as.</summary>
public sealed class RecordCodecTests
{
    private static readonly FieldValues Title = FieldValues.Parse("""{"title":"new"}""");

    private readonly RecordCodec codec = RecordCodec.Plain;

    [Fact]
    public void Result_ThatIsWhatTheChangeSays_IsKeptOnce()
    {
        byte[] kept = codec.Write(Taken(Title));
        Assert.Equal(1, Occurrences(kept, "\"new\""));
        Assert.Equal(Title.ToJson(), codec.ReadItem(kept, 1).Result!.ToJson());
    }

    [Theory]
    [InlineData("""{"title":"other"}""")]
    [InlineData("""{"title":"new","more":1}""")]
    [InlineData("{}")]
    public void Result_ThatIsAnother_IsKeptBeside(string result)
    {
        byte[] kept = codec.Write(Taken(FieldValues.Parse(result)));
        OutboxItem read = codec.ReadItem(kept, 1);
        Assert.Equal((Title.ToJson(), result), (read.Change.Data.ToJson(), read.Result!.ToJson()));
    }

    [Fact]
    public void Result_OfAnEarlierRelease_WhichKeptItTwice_IsRead()
    {
        byte[] kept = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(codec.Write(Taken(null))).Replace("\"status\"", "\"result\":{\"title\":\"new\"},\"status\"", StringComparison.Ordinal));
        Assert.Equal(Title.ToJson(), codec.ReadItem(kept, 1).Result!.ToJson());
    }

    [Fact]
    public void Result_OfWhatIsNotTakenIn_IsNone() => Assert.Null(codec.ReadItem(codec.Write(Taken(null)), 1).Result);

    /// <summary>The form in which stores of this release hold it: a later one reads it.</summary>
    [Fact]
    public void Result_KeptOnce_IsReadFromItsWrittenForm()
    {
        const string kept = """{"position":1,"change":{"entity":"order","op":"update","offline_id":"o1","server_id":"k","client_version":1,"data":{"title":"new"}},"status":"synced","created_at":"2026-03-01T08:00:00+00:00","is_taken_as_said":true}""";
        OutboxItem read = codec.ReadItem(Encoding.UTF8.GetBytes(kept), 1);
        Assert.Equal((Title.ToJson(), Title.ToJson()), (read.Change.Data.ToJson(), read.Result!.ToJson()));
        Assert.Contains("\"is_taken_as_said\":true", Encoding.UTF8.GetString(codec.Write(Taken(Title))), StringComparison.Ordinal);
    }

    private static OutboxItem Taken(FieldValues? result) => DeviceRecords.Item(1, status: OutboxStatus.Synced) with { Result = result };

    private static int Occurrences(byte[] kept, string text) => Encoding.UTF8.GetString(kept).Split(text).Length - 1;
}
