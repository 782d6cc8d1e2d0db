namespace Athens.Sync.EntityFrameworkCore.Tests.Stress;

/// <summary>The tests that load a PostgreSQL server of their own, with nothing beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class StressTests : ICollectionFixture<StressServer>
{
    public const string Name = "Stress";
}
