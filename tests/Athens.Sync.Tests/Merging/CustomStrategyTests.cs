using System.Text.Json;
using Athens.Sync.Merging;

namespace Athens.Sync.Tests.Merging;

public sealed class CustomStrategyTests
{
    /// <summary>An app's own: the longer text, for a field or for each key of a map.</summary>
    private sealed class LongerText(MergeGrain grain) : IMergeStrategy
    {
        public string Name => "longer_text";

        public MergeGrain Grain => grain;

        public MergeLaws Laws => MergeLaws.Idempotent;

        public MergeResult Merge(in MergeInput input) => MergeResult.Merged(Length(input.Client) > Length(input.Server) ? input.Client : input.Server);

        private static int Length(JsonElement? value) => value is { ValueKind: JsonValueKind.String } text ? text.GetString()!.Length : 0;
    }

    [Fact]
    public void Strategy_ThatDoesNotSay_UsesNoStamps() => Assert.False(((IMergeStrategy)new LongerText(MergeGrain.Field)).UsesStamps);

    [Fact]
    public void FieldGrain_BothMoved_IsAskedAboutTheField() =>
        Assert.Equal(Shown.Dropped("\"xyz\""), new LongerText(MergeGrain.Field).Merge("\"\"", "\"x\"", "\"xyz\""));

    [Fact]
    public void MapKeyGrain_BothMoved_IsAskedAboutEachKeyThatBothMoved() => Assert.Equal(
        Shown.Dropped("""{"a":"xyz","b":"","c":"q"}"""),
        new LongerText(MergeGrain.MapKey).Merge("""{"a":"","b":"qqq"}""", """{"a":"x","b":""}""", """{"a":"xyz","b":"qqq","c":"q"}"""));

    [Fact]
    public void MapKeyGrain_NoMaps_IsAskedAboutTheField() =>
        Assert.Equal(Shown.Dropped("\"xyz\""), new LongerText(MergeGrain.MapKey).Merge("\"\"", "\"x\"", "\"xyz\""));

    [Fact]
    public void MapKeyGrain_AutoMerge_IsAskedAboutEachKeyThatDiffers()
    {
        MergeResult proposal = ThreeWayMerge.AutoMerge(
            new LongerText(MergeGrain.MapKey), Merges.Input("""{"a":"x"}""", """{"a":"x","b":"1"}""", """{"a":"xyz","b":"22"}"""));
        Assert.Equal("""{"a":"xyz","b":"22"}""", proposal.Value?.GetRawText());
    }

    [Fact]
    public void SetElementGrain_WithBase_IsDecidedByTheTable() =>
        Assert.Equal(Shown.Merged("[2,3]"), new LongerText(MergeGrain.SetElement).Merge("[1]", "[1,2]", "[3]", ValueKind.Set));
}
