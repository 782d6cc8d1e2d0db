using Athens.Sync.Merging;
using Athens.Sync.Modeling;
using BenchmarkDotNet.Attributes;

namespace Athens.Sync.Benchmarks;

/// <summary>What each strategy costs where both sides have moved, by a field of the permit that has it.</summary>
[MemoryDiagnoser]
public class StrategySpeed
{
    private FieldModel field = null!;
    private MergeInput input;

    public static IEnumerable<string> Fields => PermitMerges.Permit.Fields.Select(declared => declared.Name);

    [ParamsSource(nameof(Fields))]
    public string Field { get; set; } = "";

    [GlobalSetup]
    public void SetUp()
    {
        field = PermitMerges.Permit.Field(Field);
        input = PermitMerges.Both()[PermitMerges.Permit.Fields.ToList().IndexOf(field)];
    }

    [Benchmark]
    public FieldMerge Merge() => ThreeWayMerge.Merge(field.Strategy, input);
}
