namespace Athens.Sync.EntityFrameworkCore.Tests.Stress;

/// <summary>What a load is made of.</summary>
internal sealed record Shape
{
    public required int Scopes { get; init; }

    public int Writers { get; init; } = 32;

    /// <summary>How long they write.</summary>
    public TimeSpan Duration { get; init; } = StressRun.DurationOr(StressRun.ShortSeconds);

    public int AppWriters { get; init; }

    /// <summary>Readers that follow the feed of each scope.</summary>
    public int ReadersPerScope { get; init; } = 1;

    /// <summary>Tanks in each scope that all its writers share, each with a valve.</summary>
    public int SharedTanks { get; init; } = 30;

    public int ChangesPerPushMax { get; init; } = 40;

    /// <summary>How often a caller asks the same; once where nothing fails.</summary>
    public int AttemptsMax { get; init; } = 1;

    public IReadOnlyList<string> ScopeNames => [.. Enumerable.Range(0, Scopes).Select(n => $"site{n}")];

    public IEnumerable<EntityId> SharedIn(string scope) => TanksIn(scope).Concat(TanksIn(scope).Select(ValveOf));

    public IEnumerable<EntityId> TanksIn(string scope) => Enumerable.Range(0, SharedTanks).Select(n => new EntityId("tank", $"{scope}-tank{n}"));

    public static EntityId ValveOf(EntityId tank) => new("valve", $"{tank.Key}-valve");
}
