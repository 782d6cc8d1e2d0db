using Athens.Sync.Merging;

namespace Athens.Sync.Tests.Merging;

/// <summary>Max, min and monotonic.</summary>
public sealed class OrderedMergeTests
{
    private static readonly IMergeStrategy Monotonic = MergeStrategy.Monotonic("draft", "open", "closed");

    [Theory]
    [InlineData("2", "10", "10")]
    [InlineData("-2", "-10", "-2")]
    [InlineData("0.30000000000000000001", "0.3", "0.30000000000000000001")]
    [InlineData("1e400", "9e399", "1e400")]
    [InlineData("-0", "1e-400", "1e-400")]
    [InlineData("9007199254740993", "9007199254740992", "9007199254740993")]
    public void Max_Numbers_ComparesThemExactly(string left, string right, string greater)
    {
        Assert.Equal(Shown.Dropped(greater), MergeStrategy.Max.Merge("77", left, right, ValueKind.Number));
        Assert.Equal(Shown.Dropped(greater), MergeStrategy.Max.Merge("77", right, left, ValueKind.Number));
        Assert.Equal(Shown.Dropped(greater == left ? right : left), MergeStrategy.Min.Merge("77", left, right, ValueKind.Number));
    }

    [Fact]
    public void Max_Timestamps_ComparesInstants() => Assert.Equal(
        Shown.Dropped("\"2026-01-01T11:00:00Z\""),
        MergeStrategy.Max.Merge("\"2026-01-01T12:00:00+02:00\"", "\"2026-01-01T11:00:00Z\"", ValueKind.Timestamp));

    [Theory]
    [InlineData("\"2026-01-01T11:00:00\"")]
    [InlineData("\"soon\"")]
    public void Max_NoInstant_Conflicts(string odd) =>
        Assert.Equal(Shown.Conflict("\"2026-01-01T11:00:00Z\""), MergeStrategy.Max.Merge("\"2026-01-01T11:00:00Z\"", odd, ValueKind.Timestamp));

    [Fact]
    public void Max_Texts_ComparesByOrdinal() =>
        Assert.Equal(Shown.Dropped("\"a\""), MergeStrategy.Max.Merge("\"B\"", "\"a\"", ValueKind.Text));

    [Fact]
    public void Min_Uuids_ComparesThemWithoutCase() => Assert.Equal(
        Shown.Dropped("\"a0000000-0000-0000-0000-000000000000\""),
        MergeStrategy.Min.Merge("\"B0000000-0000-0000-0000-000000000000\"", "\"a0000000-0000-0000-0000-000000000000\"", ValueKind.Uuid));

    [Fact]
    public void Max_NoValue_Yields() => Assert.Equal(Shown.Dropped("5"), MergeStrategy.Max.Merge("3", "5", "null"));

    [Theory]
    [InlineData("1", "\"1\"")]
    [InlineData("true", "false")]
    [InlineData("[1]", "[2]")]
    public void Max_ValuesDoNotCompare_Conflicts(string server, string client) =>
        Assert.Equal(Shown.Conflict(server), MergeStrategy.Max.Merge(server, client));

    [Fact]
    public void Monotonic_BothMoved_IsTheHigherRank() =>
        Assert.Equal(Shown.Dropped("\"closed\""), Monotonic.Merge("\"draft\"", "\"closed\"", "\"open\""));

    [Fact]
    public void Monotonic_OnlyClientWentDown_TakesTheClients() =>
        Assert.Equal(Shown.Client("\"draft\""), Monotonic.Merge("\"open\"", "\"open\"", "\"draft\""));

    [Theory]
    [InlineData("\"Open\"")]
    [InlineData("1")]
    public void Monotonic_OutsideTheOrder_Conflicts(string odd) =>
        Assert.Equal(Shown.Conflict(odd), Monotonic.Merge("\"draft\"", odd, "\"closed\""));

    [Fact]
    public void Monotonic_BadOrder_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => MergeStrategy.Monotonic());
        Assert.Throws<ArgumentException>(() => MergeStrategy.Monotonic("a", "a"));
        Assert.Throws<ArgumentException>(() => MergeStrategy.Monotonic("a", null!));
    }

    [Fact]
    public void Monotonic_OrderIsChangedAfterwards_KeepsItsOwn()
    {
        string[] order = ["low", "high"];
        IMergeStrategy strategy = MergeStrategy.Monotonic(order);
        Array.Reverse(order);
        Assert.Equal("\"high\"", strategy.Merge("\"low\"", "\"high\"").Json);
    }
}
