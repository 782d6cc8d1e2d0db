using Athens.Sync.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Athens.Sync.Tests.Merging.Laws;

/// <summary>Larger values, which collide on purpose.</summary>
public sealed class RandomLawTests
{
    public static TheoryData<string> Names => [.. Subjects.All.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Strategy_RandomTriples_KeepsItsLaws(string name)
    {
        LawSubject subject = Subjects.Find(name);
        Prop.ForAll(Generators.Triples(subject.Any).ToArbitrary(), t => Holds(subject, t.Known, t.Server, t.Client))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Strategy_RandomTriplesOfAnyShape_KeepsItsLaws(string name)
    {
        var check = new MergeLawCheck(Subjects.Find(name).Strategy, Subjects.Find(name).Kind);
        Gen<MergeSide> anything = Generators.StampedSides(Generators.Anything);
        Prop.ForAll(Generators.Triples(anything).ToArbitrary(), t => None(check.FindBroken(t.Known, t.Server, t.Client)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void Triples_Generated_OftenHaveEqualSides()
    {
        IEnumerable<(MergeSide Known, MergeSide Server, MergeSide Client)> sample = Generators.Triples(Generators.Sides(Generators.Sets)).Sample(1_000, 30);
        Assert.InRange(sample.Count(t => $"{t.Server}" == $"{t.Client}"), 200, 800);
    }

    private static Property Holds(LawSubject subject, MergeSide known, MergeSide server, MergeSide client) =>
        None(MergeJudge.FindBroken(subject, known, server, client));

    private static Property None(IEnumerable<string> broken)
    {
        string found = string.Join("\n", broken);
        return (found.Length == 0).Label(found);
    }
}
