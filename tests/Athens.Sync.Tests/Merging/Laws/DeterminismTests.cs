using System.Diagnostics;
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
            Assert.Equal(Known, Hash(CountMax));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public async Task Merges_InThreeProcessesOfThreeCultures_AreTheSame()
    {
        string here = $"{Cases} {Hash(int.MaxValue)}";
        string[] said = await Task.WhenAll(new[] { "tr_TR", "ar_SA", "de_DE" }.Select(SayAsync));
        Assert.Equal([$"tr-TR {here}", $"ar-SA {here}", $"de-DE {here}"], said);
    }

    /// <summary>What a process says: its culture, and of all small domains the number of their cases and the hash of what comes of them.</summary>
    public static string Say() => $"{CultureInfo.CurrentCulture.Name} {Cases} {Hash(int.MaxValue)}";

    private static int Cases => Subjects.All.Sum(s => s.All.Count * s.All.Count * s.All.Count);

    /// <summary>This assembly as a process of its own, in a culture: its hash codes of texts are others, too.</summary>
    private static async Task<string> SayAsync(string language)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(DeterminismTests).Assembly.Location]) { RedirectStandardOutput = true };
        start.Environment["LC_ALL"] = $"{language}.UTF-8";
        using Process process = Process.Start(start)!;
        string said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return said.Trim();
    }

    private static string Hash(int countMax)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (LawSubject subject in Subjects.All.Where(s => s.All.Count <= countMax))
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
