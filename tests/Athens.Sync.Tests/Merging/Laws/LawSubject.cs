using Athens.Sync.Merging;
using Athens.Sync.Testing;
using FsCheck;

namespace Athens.Sync.Tests.Merging.Laws;

/// <summary>A strategy, the values that it is made for, and what is lost of them.</summary>
public sealed record LawSubject(string Name, IMergeStrategy Strategy, ValueKind Kind)
{
    /// <summary>A small domain, all triples of which are tried.</summary>
    public required IReadOnlyList<MergeSide> All { get; init; }

    /// <summary>Larger values, of which equal ones come often.</summary>
    public required Gen<MergeSide> Any { get; init; }

    /// <summary>Reads what a merge has lost; null for a strategy that makes a new value of both.</summary>
    internal IVisibility? Visibility { get; init; } = new WholeVisibility();

    /// <summary>Says that a result has all that a side has, for strategies that only grow.</summary>
    public Func<MergeSide, MergeSide, bool>? HasAllOf { get; init; }

    /// <summary>What the values are made of; null where the strategy makes values that no side had.</summary>
    internal Func<MergeSide, IEnumerable<string>>? Atoms { get; init; } = Athens.Sync.Tests.Merging.Laws.Atoms.Of;

    public MergeInput Input(MergeSide? known, MergeSide server, MergeSide client) => new()
    {
        Base = known?.Value,
        HasBase = known is not null,
        Server = server.Value,
        ServerStamp = server.Stamp,
        Client = client.Value,
        ClientStamp = client.Stamp,
        Kind = Kind,
    };

    public override string ToString() => Name;
}
