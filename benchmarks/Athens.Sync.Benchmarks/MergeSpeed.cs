using Athens.Sync.Merging;
using Athens.Sync.Modeling;
using BenchmarkDotNet.Attributes;

namespace Athens.Sync.Benchmarks;

/// <summary>What it costs to compare and merge one field, of a permit of twelve.</summary>
[MemoryDiagnoser]
public class MergeSpeed
{
    private const int Fields = 12;

    private readonly FieldModel[] fields = [.. PermitMerges.Permit.Fields];
    private readonly MergeInput[] clean = PermitMerges.Clean();
    private readonly MergeInput[] apart = PermitMerges.Apart();
    private readonly MergeInput[] both = PermitMerges.Both();

    /// <summary>Nobody else has moved anything.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Fields)]
    public int Clean() => MergeAll(clean);

    /// <summary>Others have moved other fields.</summary>
    [Benchmark(OperationsPerInvoke = Fields)]
    public int Apart() => MergeAll(apart);

    /// <summary>Others have moved the same fields: ten are merged, two conflict.</summary>
    [Benchmark(OperationsPerInvoke = Fields)]
    public int Both() => MergeAll(both);

    private int MergeAll(MergeInput[] inputs)
    {
        int merged = 0;
        for (int at = 0; at < fields.Length; at++)
            merged += ThreeWayMerge.Merge(fields[at].Strategy, inputs[at]).Row is MergeRow.Conflict ? 0 : 1;
        return merged;
    }
}
