namespace Athens.Sync.EndToEnd.Measuring;

/// <summary>Bytes that a process holds.</summary>
public sealed record MemoryFigures
{
    public long WorkingSet { get; init; }

    public long Heap { get; init; }
}
