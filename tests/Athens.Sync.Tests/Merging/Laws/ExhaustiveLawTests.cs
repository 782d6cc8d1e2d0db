using Athens.Sync.Testing;

namespace Athens.Sync.Tests.Merging.Laws;

/// <summary>All triples of small domains.</summary>
public sealed class ExhaustiveLawTests
{
    public static TheoryData<string> Names => [.. Subjects.All.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Strategy_AllTriples_KeepsItsLaws(string name)
    {
        LawSubject subject = Subjects.Find(name);
        IEnumerable<string> broken =
            from known in subject.All
            from server in subject.All
            from client in subject.All
            from law in MergeJudge.FindBroken(subject, known, server, client)
            select law;
        Refute(broken);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Strategy_ValuesOfAnyShape_NeverThrowsAndKeepsWhatItClaims(string name)
    {
        LawSubject subject = Subjects.Find(name);
        Refute(new MergeLawCheck(subject.Strategy, subject.Kind).FindBroken(Domains.Shapes));
    }

    [Fact]
    public void Domains_Together_AreFiftyThousandCasesOrMore() =>
        Assert.True(Subjects.All.Sum(s => s.All.Count * s.All.Count * s.All.Count) >= 50_000);

    private static void Refute(IEnumerable<string> broken)
    {
        string found = string.Join("\n", broken.Take(5));
        Assert.True(found.Length == 0, found);
    }
}
