using Athens.Sync.Merging;
using static Athens.Sync.Merging.MergeLaws;

namespace Athens.Sync.Tests.Merging.Laws;

/// <summary>A law is tested where it is claimed: a strategy that forgot a claim would keep it untested. The names travel as merge hints.</summary>
public sealed class ClaimTests
{
    private const MergeLaws Join = Commutative | Associative | Idempotent;

    public static TheoryData<string, MergeLaws> Claims => new()
    {
        { "set_merge", Join },
        { "true_wins", Join },
        { "false_wins", Join },
        { "monotonic", Join },
        { "max", Join },
        { "min", Join },
        { "last_write_wins", Join },
        { "counter", Commutative | Identity },
        { "text_merge", Commutative | Idempotent | Identity },
        { "client_wins", Associative | Idempotent },
        { "server_wins", Associative | Idempotent },
        { "map_merge of max", Join },
        { "map_merge of set_merge", Idempotent },
        { "map_merge of counter", Commutative | Identity },
    };

    private static Dictionary<string, IMergeStrategy> Strategies { get; } = new[]
    {
        MergeStrategy.SetMerge, MergeStrategy.TrueWins, MergeStrategy.FalseWins, MergeStrategy.Monotonic("a", "b"), MergeStrategy.Max, MergeStrategy.Min,
        MergeStrategy.LastWriteWins, MergeStrategy.Counter, MergeStrategy.TextMerge, MergeStrategy.ClientWins, MergeStrategy.ServerWins,
    }.ToDictionary(strategy => strategy.Name);

    [Theory]
    [MemberData(nameof(Claims))]
    public void Strategy_ClaimsTheLawsThatItIsTestedFor(string name, MergeLaws laws) => Assert.Equal(laws, Find(name).Laws);

    [Fact]
    public void BooleanOfAChecklist_HasTheNameAndTheLawsOfItsStrategy() => Assert.All([true, false], winner =>
    {
        var strategy = new BooleanStrategy(winner);
        Assert.Equal((winner ? "true_wins" : "false_wins", Join), (strategy.Name, strategy.Laws));
    });

    private static IMergeStrategy Find(string name) =>
        name.StartsWith("map_merge of ", StringComparison.Ordinal) ? MergeStrategy.MapMerge(Strategies[name["map_merge of ".Length..]]) : Strategies[name];
}
