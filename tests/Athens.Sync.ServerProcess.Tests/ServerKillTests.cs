using Athens.Sync.DeviceProcess.Tests;
using Xunit.Abstractions;

namespace Athens.Sync.ServerProcess.Tests;

/// <summary>A real server process over a real database, killed again and again at marked steps and anywhere, while devices send and read.</summary>
public abstract class ServerKillTests(string kind, ITestOutputHelper output)
{
    private const int Kills = 30;

    [Fact]
    public async Task Server_KilledAnywhere_LosesNothingAcknowledgedAndInventsNothing()
    {
        ServerCampaign[] campaigns = [.. KillSettings.Seeds(Kills).Select(seed => new ServerCampaign(new SheetDatabase(kind, Connection(seed)), seed))];
        await Parallel.ForEachAsync(campaigns, KillSettings.Jobs, async (campaign, _) => await campaign.RunAsync(KillSettings.KillsOfACampaign));

        int killed = campaigns.Sum(campaign => campaign.Kills);
        output.WriteLine($"{kind}: {killed} kills, {campaigns.Sum(campaign => campaign.Acknowledged)} acknowledged writes; at {KillSettings.Counts(campaigns.SelectMany(campaign => campaign.Stood))}");
        Assert.Equal(campaigns.Length * KillSettings.KillsOfACampaign, killed);
    }

    /// <summary>A database of one campaign's own.</summary>
    protected abstract string Connection(int seed);
}
