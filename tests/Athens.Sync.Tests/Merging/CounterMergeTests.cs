using Athens.Sync.Merging;

namespace Athens.Sync.Tests.Merging;

public sealed class CounterMergeTests
{
    private static Shown Merge(string? known, string? server, string? client) =>
        MergeStrategy.Counter.Merge(known, server, client, ValueKind.Number);

    [Theory]
    [InlineData("5", "7", "6", "8")]
    [InlineData("5", "4", "2", "1")]
    [InlineData("5", "6", "6", "7")]
    [InlineData("1.0", "1.10", "1.20", "1.3")]
    [InlineData("0.1", "0.3", "0.2", "0.4")]
    [InlineData("null", "3", "4", "7")]
    [InlineData("1e2", "110", "120", "130")]
    [InlineData("1e-2", "2e-2", "0.03", "0.04")]
    [InlineData("-1", "0", "1", "2")]
    [InlineData("5", "4", "6", "5")]
    [InlineData("0", "9223372036854775806", "1", "9223372036854775807")]
    [InlineData("0.5", "79228162514264337593543950333", "1.5", "79228162514264337593543950334")]
    [InlineData("0.5", "9223372036854775807", "1.5", "9223372036854775808")]
    [InlineData("0", "1e-28", "2e-28", "0.0000000000000000000000000003")]
    public void Counter_BothMoved_AddsExactly(string known, string server, string client, string sum) =>
        Assert.Equal(Shown.Merged(sum), Merge(known, server, client));

    [Theory]
    [InlineData("0", "9223372036854775807", "1")]
    [InlineData("0", "-9223372036854775808", "-1")]
    [InlineData("0.5", "79228162514264337593543950335", "1.5")]
    [InlineData("0", "1e-28", "79228162514264337593543950335")]
    [InlineData("0", "1e400", "1")]
    [InlineData("0", "1e-400", "1")]
    [InlineData("0", "1e999999999999", "1")]
    [InlineData("0", "\"1\"", "2")]
    [InlineData("\"0\"", "1", "2")]
    [InlineData("3", "null", "4")]
    public void Counter_SumIsNotRepresentable_Conflicts(string known, string server, string client) =>
        Assert.Equal(Shown.Conflict(server), Merge(known, server, client));

    [Fact]
    public void Counter_NoBase_Conflicts() => Assert.Equal(Shown.Conflict("7"), MergeStrategy.Counter.Merge("7", "6"));

    [Fact]
    public void Counter_NoBaseAndEqual_IsTheSame() => Assert.Equal(Shown.Same("7"), MergeStrategy.Counter.Merge("7", "7"));

    [Fact]
    public void Counter_OneSideMoved_IsThatSides()
    {
        Assert.Equal(Shown.Client("6"), Merge("5", "5", "6"));
        Assert.Equal(Shown.Server("6"), Merge("5", "6", "5"));
        Assert.Equal(Shown.Same("5"), Merge("5", "5", "5.0"));
    }

    [Fact]
    public void CounterMap_BothAddedOneToAKey_HasTwo() => Assert.Equal(
        Shown.Merged("""{"a":2,"b":1}"""), MergeStrategy.MapMerge(MergeStrategy.Counter).Merge("{}", """{"a":1}""", """{"a":1,"b":1}"""));

    [Fact]
    public void CounterMap_BothMadeTheSameMap_HasTwo() => Assert.Equal(
        Shown.Merged("""{"a":2}"""), MergeStrategy.MapMerge(MergeStrategy.Counter).Merge("""{"a":0}""", """{"a":1}""", """{"a":1}"""));
}
