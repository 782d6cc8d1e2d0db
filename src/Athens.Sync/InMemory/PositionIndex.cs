using System.Collections.Immutable;

namespace Athens.Sync.InMemory;

/// <summary>Positions in the outbox by what they are looked for. Immutable.</summary>
internal sealed class PositionIndex<TKey>
    where TKey : notnull
{
    private readonly ImmutableDictionary<TKey, ImmutableSortedSet<long>> positions;

    private PositionIndex(ImmutableDictionary<TKey, ImmutableSortedSet<long>> positions) => this.positions = positions;

    public static PositionIndex<TKey> Empty { get; } = new(ImmutableDictionary<TKey, ImmutableSortedSet<long>>.Empty);

    public ImmutableSortedSet<long> Of(TKey key) => positions.GetValueOrDefault(key, []);

    public PositionIndex<TKey> With(TKey key, long position) => new(positions.SetItem(key, Of(key).Add(position)));

    public PositionIndex<TKey> Without(TKey key, long position)
    {
        ImmutableSortedSet<long> rest = Of(key).Remove(position);
        return new(rest.IsEmpty ? positions.Remove(key) : positions.SetItem(key, rest));
    }
}
