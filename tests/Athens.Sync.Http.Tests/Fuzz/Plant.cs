using Athens.Sync.Modeling;

namespace Athens.Sync.Http.Tests.Fuzz;

/// <summary>An entity that has every kind of field.</summary>
public sealed class Plant
{
    public string Id { get; set; } = "";

    public string Site { get; set; } = "";

    public string Title { get; set; } = "";

    public double? Level { get; set; }

    public decimal Price { get; set; }

    public long Big { get; set; }

    public DateTimeOffset? SeenAt { get; set; }

    public List<string> Tags { get; set; } = [];

    public Dictionary<string, bool> Checks { get; set; } = [];

    public Place? Place { get; set; }

    public int Count { get; set; }

    public string Status { get; set; } = "idle";

    public string? ApprovedBy { get; set; }

    public long? Number { get; set; }

    public static SyncModel Model { get; } = SyncModel.Create(m =>
    {
        m.Entity<Plant>("plant", e =>
        {
            e.Key(p => p.Id).Scope(p => p.Site).Fields(p => p.Level, p => p.Price, p => p.Big, p => p.SeenAt, p => p.Place);
            e.Field(p => p.Title).Merge(MergeStrategy.LastWriteWins);
            e.Field(p => p.Tags).Merge(MergeStrategy.SetMerge);
            e.Field(p => p.Checks).Merge(MergeStrategy.TrueWins);
            e.Field(p => p.Count).Merge(MergeStrategy.Counter);
            e.Field(p => p.Status).StateMachine(StateMachine.Create("idle", new Dictionary<string, string[]> { ["idle"] = ["running"], ["running"] = ["idle", "scrapped"] }));
            e.Field(p => p.ApprovedBy).ServerOwned();
            e.Field(p => p.Number).LeasedNumber(blockSize: 5);
        });
        m.Entity<Reading>("reading", e => e.Key(r => r.Id).Parent("plant", r => r.PlantId).AppendOnly().Fields(r => r.Value));
    });
}
