using Xunit.Abstractions;

namespace Athens.Sync.DeviceProcess.Tests;

/// <summary>A real device process over a real file, killed again and again at marked steps and anywhere.</summary>
public abstract class KillTests(string store, ITestOutputHelper output)
{
    private const int Kills = 70;

    [Fact]
    public async Task Device_KilledAnywhere_LosesNothingAcknowledgedAndInventsNothing()
    {
        Campaign[] campaigns = [.. KillSettings.Seeds(Kills).Select(seed => new Campaign(store, seed))];
        await Parallel.ForEachAsync(campaigns, KillSettings.Jobs, async (campaign, _) => await campaign.RunAsync(KillSettings.KillsOfACampaign));

        int killed = campaigns.Sum(campaign => campaign.Kills);
        output.WriteLine($"{store}: {killed} kills, {campaigns.Sum(campaign => campaign.Acknowledged)} acknowledged writes; at {KillSettings.Counts(campaigns.SelectMany(campaign => campaign.Stood))}");
        Assert.Equal(campaigns.Length * KillSettings.KillsOfACampaign, killed);
    }
}
