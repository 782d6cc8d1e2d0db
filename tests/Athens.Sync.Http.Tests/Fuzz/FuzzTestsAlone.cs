namespace Athens.Sync.Http.Tests.Fuzz;

/// <summary>What these tests allocate is counted, so no other runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FuzzTestsAlone
{
    public const string Name = "fuzz";
}
