using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Athens.Sync.Merging;
using Athens.Sync.Testing;

namespace Athens.Sync.Tests.Merging.Laws;

/// <summary>One answer in every culture and in every process, for ever: a change here changes what replicas have agreed on.</summary>
public sealed class DeterminismTests
{
    private const string Known = "4849532435F06F234063DFFED0F6579A6CC5100C5BEADB4FEEBAA6F7F884072E";

    [Theory]
    [InlineData("")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    [InlineData("de-DE")]
    public void Merges_InAnyCultureAndProcess_HaveTheKnownHash(string culture)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Assert.Equal(Known, Hash());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (LawSubject subject in Subjects.All.Where(s => s.All != Domains.Checklists))
        {
            foreach (string outcome in from known in subject.All from server in subject.All from client in subject.All select Show(subject, known, server, client))
                hash.AppendData(Encoding.UTF8.GetBytes(outcome));
        }
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static string Show(LawSubject subject, MergeSide known, MergeSide server, MergeSide client)
    {
        Shown merge = Shown.Of(ThreeWayMerge.Merge(subject.Strategy, subject.Input(known, server, client)));
        MergeResult proposal = ThreeWayMerge.AutoMerge(subject.Strategy, subject.Input(null, server, client));
        return $"{merge.Row} {merge.Json} {merge.Drops} {proposal.IsMerged} {proposal.Value?.GetRawText()}\n";
    }
}
