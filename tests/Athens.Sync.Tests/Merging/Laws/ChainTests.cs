using System.Text.Json;
using Athens.Sync.Merging;

namespace Athens.Sync.Tests.Merging.Laws;

/// <summary>All chains of three changes by two devices.</summary>
public sealed class ChainTests
{
    private static readonly string[] Elements = ["\"a\"", "\"b\"", "3"];
    private static readonly string[] Sets = [.. Domains.Subsets(Elements)];
    private static readonly string[] States = [.. Domains.States.Select(s => $"\"{s}\"")];

    [Fact]
    public void Sets_ThreeChangesByTwoDevices_KeepWhatNobodyRemovedAndAddWhatSomebodyAdded()
    {
        foreach (Chain chain in Chain.OfThree(Sets))
        {
            foreach (JsonElement? outcome in chain.Outcomes(MergeStrategy.SetMerge, ValueKind.Set))
            {
                Assert.True(outcome is not null, $"{chain} conflicts.");
                foreach (string element in Elements)
                    Judge(chain, element, Has(outcome.Value, element));
            }
        }
    }

    [Fact]
    public void Sets_NoElementMovedTwiceByADevice_EveryOrderOfArrivalGivesTheSame()
    {
        string[] sets = [.. Domains.Subsets(Elements[..2])];
        foreach (Chain chain in Chain.OfThree(sets).Where(c => Elements[..2].All(e => MovesOnce(c, e))))
        {
            List<JsonElement?> outcomes = [.. chain.Outcomes(MergeStrategy.SetMerge, ValueKind.Set)];
            Assert.All(outcomes, outcome => Assert.True(ValueComparer.AreEqual(ValueKind.Set, outcomes[0], outcome), $"{chain} depends on the order."));
        }
    }

    [Fact]
    public void OneDevice_ThreeChanges_NeverConflictsAndEndsAtItsLast()
    {
        (IMergeStrategy Strategy, ValueKind Kind, IReadOnlyCollection<string> Values)[] fields =
        [
            (MergeStrategy.SetMerge, ValueKind.Set, Sets), (MergeStrategy.Manual, ValueKind.Text, States),
            (MergeStrategy.Monotonic([.. Domains.States]), ValueKind.Text, States), (MergeStrategy.Counter, ValueKind.Number, ["0", "1", "2", "5"]),
            (MergeStrategy.TrueWins, ValueKind.Json, ["null", "true", "false"]), (MergeStrategy.FalseWins, ValueKind.Json, ["{}", """{"a":true}""", """{"a":{"done":false}}"""]),
        ];
        foreach ((IMergeStrategy strategy, ValueKind kind, IReadOnlyCollection<string> values) in fields)
        {
            foreach (Chain chain in Chain.OfThree(values).Where(c => c.Edits.All(e => e.Device == 'A')))
                Assert.True(ValueComparer.AreEqual(kind, Merges.Value(chain.Edits[^1].Value), chain.Outcomes(strategy, kind).Single()), $"{strategy.Name}: {chain}");
        }
    }

    [Fact]
    public void States_ThreeChangesByTwoDevices_EndAtAStateThatSomebodyWrote()
    {
        IMergeStrategy strategy = MergeStrategy.Monotonic([.. Domains.States]);
        foreach (Chain chain in Chain.OfThree(States))
        {
            foreach (JsonElement? outcome in chain.Outcomes(strategy, ValueKind.Text))
                Assert.Contains(outcome!.Value.GetRawText(), chain.Edits.Select(e => e.Value).Prepend(chain.Start));
        }
    }

    [Fact]
    public void States_ThatOnlyRise_EveryOrderOfArrivalGivesTheHighest()
    {
        IMergeStrategy strategy = MergeStrategy.Monotonic([.. Domains.States]);
        foreach (Chain chain in Chain.OfThree(States).Where(c => c.Changes().All(e => Array.IndexOf(States, e.Known) <= Array.IndexOf(States, e.Value))))
        {
            string highest = chain.Edits.Select(e => e.Value).Prepend(chain.Start).MaxBy(s => Array.IndexOf(States, s))!;
            Assert.All(chain.Outcomes(strategy, ValueKind.Text), outcome => Assert.Equal(highest, outcome!.Value.GetRawText()));
        }
    }

    [Fact]
    public void Counter_ThreeChangesByTwoDevices_HasEveryIncrementOnce()
    {
        foreach (Chain chain in Chain.OfThree(["0", "1", "2", "5", "7"]))
        {
            int sum = int.Parse(chain.Start, null) + chain.Changes().Sum(c => int.Parse(c.Value, null) - int.Parse(c.Known, null));
            Assert.All(chain.Outcomes(MergeStrategy.Counter, ValueKind.Number), outcome => Assert.Equal(sum, outcome!.Value.GetInt32()));
        }
    }

    private static void Judge(Chain chain, string element, bool isIn)
    {
        bool wasIn = chain.Start.Contains(element, StringComparison.Ordinal);
        bool isAdded = chain.Changes().Any(c => !Has(c.Known, element) && Has(c.Value, element));
        bool isRemoved = chain.Changes().Any(c => Has(c.Known, element) && !Has(c.Value, element));
        if ((wasIn || isAdded) && !isRemoved)
            Assert.True(isIn, $"{chain} lost {element}.");
        if (!isAdded && (isRemoved || !wasIn))
            Assert.False(isIn, $"{chain} made up {element}.");
    }

    private static bool MovesOnce(Chain chain, string element) => chain.Changes()
        .Where(c => Has(c.Known, element) != Has(c.Value, element))
        .GroupBy(c => c.Device)
        .All(moves => moves.Count() == 1);

    private static bool Has(string set, string element) => set.Contains(element, StringComparison.Ordinal);

    private static bool Has(JsonElement set, string element) => Has(set.GetRawText(), element);
}
