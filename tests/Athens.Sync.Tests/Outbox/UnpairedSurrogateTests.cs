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
    public void Read_OfATextThatIsNone_HoweverDeepItLies_NamesTheProperty()
    {
        SyncModel model = SyncModel.Create(m => m.Entity<Shed>("shed", e => e.Key(s => s.Id).Fields(s => s.Place, s => s.Places, s => s.Named)));

        foreach (Place broken in Broken.SelectMany(text => new[] { new Place { Name = text }, new Place { Within = new Place { Name = text } } }))
        {
            foreach (Shed shed in new[] { new Shed { Place = broken }, new Shed { Places = [new Place(), broken] }, new Shed { Named = { ["a"] = broken } } })
            {
                ArgumentException refused = Assert.Throws<ArgumentException>(() => model.Entity("shed").Fields.Select(field => field.Read(shed)).ToList());
                Assert.Matches("^(Place|Places|Named) is not valid text: it holds an unpaired surrogate", refused.Message);
            }
        }
        Assert.All(Broken, key => Assert.Throws<ArgumentException>(() => model.Entity("shed").Field("named").Read(new Shed { Named = { [key] = new Place() } })));
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

    private sealed class Shed
    {
        public string Id { get; set; } = "";

        public Place? Place { get; set; }

        public List<Place> Places { get; set; } = [];

        public Dictionary<string, Place> Named { get; set; } = [];
    }

    private sealed class Place
    {
        public string Name { get; set; } = "";

        public Place? Within { get; set; }
    }
}
