using System.Globalization;
using Xunit.Abstractions;

namespace Athens.Sync.DeviceProcess.Tests;

/// <summary>
/// A real device process over a real file, killed again and again at marked steps and anywhere. ATHENS_SYNC_KILLS asks for another
/// number of kills for each store, and ATHENS_SYNC_KILL_SEED for one campaign of a seed.
/// </summary>
public abstract class KillTests(string store, ITestOutputHelper output)
{
    private const int KillsOfACampaign = 10;

    private static readonly int Kills = Variable("ATHENS_SYNC_KILLS") ?? 40;

    [Fact]
    public async Task Device_KilledAnywhere_LosesNothingAcknowledgedAndInventsNothing()
    {
        int[] seeds = Variable("ATHENS_SYNC_KILL_SEED") is { } one ? [one] : [.. Enumerable.Range(1, Kills / KillsOfACampaign)];
        List<Campaign> campaigns = [];
        foreach (int seed in seeds)
        {
            campaigns.Add(new Campaign(store, seed));
            await campaigns[^1].RunAsync(KillsOfACampaign);
        }

        int killed = campaigns.Sum(campaign => campaign.Kills);
        var stood = campaigns.SelectMany(campaign => campaign.Stood).GroupBy(step => step.Key).ToDictionary(step => step.Key, step => step.Sum(s => s.Value));
        output.WriteLine($"{store}: {killed} kills, {campaigns.Sum(campaign => campaign.Acknowledged)} acknowledged writes; at {string.Join(", ", stood.OrderBy(s => s.Key).Select(s => $"{s.Key} {s.Value}"))}");
        Assert.Equal(seeds.Length * KillsOfACampaign, killed);
    }

    private static int? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
