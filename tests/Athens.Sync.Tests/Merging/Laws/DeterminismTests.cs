using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Athens.Sync.Merging;
using Athens.Sync.Testing;

namespace Athens.Sync.Tests.Merging.Laws;

/// <summary>One answer in every culture and in every process, for ever: a change here changes what replicas have agreed on.</summary>
public sealed class DeterminismTests
{
    /// <summary>Larger domains would say no more, four times over.</summary>
    private const int CountMax = 20;

    private const string Known = "20A3B0B823EB17FE8F7B4C057C9C9A7BA9367F7C4DC2FA47091E33E2DB842D96";

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
        foreach (LawSubject subject in Subjects.All.Where(s => s.All.Count <= CountMax))
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
