using Athens.Sync.Blazor.Labels;
using Athens.Sync.Merging;

namespace Athens.Sync.Browser.Tests.Components;

/// <summary>The words that the components have of their own.</summary>
public sealed class SyncLabelsTests
{
    public static TheoryData<IMergeStrategy, string> Rules => new()
    {
        { MergeStrategy.Manual, "you decide" },
        { MergeStrategy.LastWriteWins, "the later one stays" },
        { MergeStrategy.SetMerge, "what both added stays" },
        { MergeStrategy.TrueWins, "a tick stays" },
        { MergeStrategy.FalseWins, "an open tick stays" },
        { MergeStrategy.Max, "the higher stays" },
        { MergeStrategy.Min, "the lower stays" },
        { MergeStrategy.Counter, "both are added up" },
        { MergeStrategy.TextMerge, "merged line by line" },
        { MergeStrategy.MapMerge(MergeStrategy.Max), "merged entry by entry" },
        { MergeStrategy.Monotonic("low", "high"), "the further one stays" },
        { MergeStrategy.ClientWins, "mine stays" },
        { MergeStrategy.ServerWins, "the server's stays" },
        { new Own(), "own way" },
    };

    /// <summary>The rule is the model's: on the wire a field that a person decides is hinted as one where the later edit stays.</summary>
    [Theory]
    [MemberData(nameof(Rules), DisableDiscoveryEnumeration = true)]
    public void Rule_OfAField_IsTheModels_InWords(IMergeStrategy strategy, string words) => Assert.Equal(words, SyncLabels.Default.Rule(strategy));

    private sealed class Own : IMergeStrategy
    {
        public string Name => "own_way";

        public MergeGrain Grain => MergeGrain.Field;

        public MergeLaws Laws => MergeLaws.None;

        public MergeResult Merge(in MergeInput input) => MergeResult.Conflict;
    }
}
