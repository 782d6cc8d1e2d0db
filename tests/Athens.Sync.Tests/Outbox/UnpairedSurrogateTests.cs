using Athens.Sync.Tests.Worlds;

namespace Athens.Sync.Tests.Outbox;

/// <summary>What is no text is refused by name before anything of it is written: stored, it would be another text.</summary>
public sealed class UnpairedSurrogateTests
{
    private readonly World world = new();

    // No theory: a test's arguments are themselves written as Unicode, and would arrive mended.
    private static readonly string[] Broken = ["\ud83d", "\ude00", "a\ud83db", "\ude00\ud83d", "\ud83d\ude00\ud83d"];

    [Fact]
    public async Task Save_OfATextThatIsNone_NamesThePropertyAndWritesNothing()
    {
        WorldDevice device = world.Device();

        foreach (Job job in Broken.SelectMany(text => new[] { new Job { Title = text }, new Job { Title = "t", Tags = ["fine", text] } }))
        {
            ArgumentException refused = await Assert.ThrowsAnyAsync<ArgumentException>(() => device.Jobs.SaveAsync(job));
            Assert.Contains("unpaired surrogate", refused.Message, StringComparison.Ordinal);
            Assert.StartsWith(job.Tags.Count > 0 ? "Tags " : "Title ", refused.Message, StringComparison.Ordinal);
        }

        Assert.Empty(await device.Jobs.ListAsync().ToListAsync());
        Assert.Empty(await device.Client.ReadOutboxAsync().ToListAsync());
    }

    [Fact]
    public async Task Save_UnderAKeyThatIsNoText_IsRefusedAndWritesNothing()
    {
        WorldDevice device = world.Device();

        foreach (string key in Broken)
        {
            ChangeRefusedException refused = await Assert.ThrowsAsync<ChangeRefusedException>(() => device.Jobs.SaveAsync(new Job { Id = key, Title = "t" }));
            Assert.Contains("The key is not valid text", refused.Message, StringComparison.Ordinal);
        }

        Assert.Empty(await device.Client.ReadOutboxAsync().ToListAsync());
    }

    [Fact]
    public async Task Save_OfPairs_IsTakenIn()
    {
        WorldDevice device = world.Device();
        await device.Jobs.SaveAsync(new Job { Title = "\ud83d\ude00\ud83d\ude00 e\u0301 \u00e9", Tags = ["\ud83d\ude00"] });

        Assert.Equal("\ud83d\ude00\ud83d\ude00 e\u0301 \u00e9", (await device.Jobs.ListAsync().ToListAsync()).Single().Title);
    }
}
