using System.Collections.Immutable;

namespace Athens.Sync.InMemory;

/// <summary>Positions in the outbox by a name. Immutable.</summary>
internal sealed class PositionIndex
{
    private readonly ImmutableDictionary<string, ImmutableSortedSet<long>> positions;

    private PositionIndex(ImmutableDictionary<string, ImmutableSortedSet<long>> positions) => this.positions = positions;

    public static PositionIndex Empty { get; } = new(ImmutableDictionary.Create<string, ImmutableSortedSet<long>>(StringComparer.Ordinal));

    public ImmutableSortedSet<long> Of(string name) => positions.GetValueOrDefault(name, []);

    public PositionIndex With(string name, long position) => new(positions.SetItem(name, Of(name).Add(position)));

    public PositionIndex Without(string name, long position)
    {
        ImmutableSortedSet<long> rest = Of(name).Remove(position);
        return new(rest.IsEmpty ? positions.Remove(name) : positions.SetItem(name, rest));
    }
}
