using System.Collections.Frozen;

namespace Athens.Sync.Modeling;

/// <summary>The states of a status field and the moves between them. Immutable.</summary>
public sealed class StateMachine
{
    private readonly FrozenDictionary<string, FrozenSet<string>> moves;

    private StateMachine(string initial, FrozenDictionary<string, FrozenSet<string>> moves)
    {
        Initial = initial;
        this.moves = moves;
    }

    /// <summary>The state of a new entity.</summary>
    public string Initial { get; }

    /// <summary>Every state.</summary>
    public IReadOnlyCollection<string> States => moves.Keys;

    /// <summary>Makes a machine from its initial state and, for each state, the states that it may move to.</summary>
    /// <exception cref="SyncModelException">The initial state has no entry.</exception>
    public static StateMachine Create(string initial, IReadOnlyDictionary<string, string[]> transitions)
    {
        ArgumentException.ThrowIfNullOrEmpty(initial);
        ArgumentNullException.ThrowIfNull(transitions);
        if (!transitions.ContainsKey(initial))
            throw new SyncModelException($"The initial state '{initial}' is not among the states {string.Join(", ", transitions.Keys)}.");
        var all = transitions.ToDictionary(t => t.Key, t => t.Value.ToFrozenSet(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (string state in transitions.Values.SelectMany(to => to))
            all.TryAdd(state, FrozenSet<string>.Empty);
        return new StateMachine(initial, all.ToFrozenDictionary(StringComparer.Ordinal));
    }

    /// <summary>True for a state of this machine.</summary>
    public bool Knows(string state) => moves.ContainsKey(state);

    /// <summary>True when the machine has the move. Staying is no move.</summary>
    public bool Allows(string from, string to) => moves.TryGetValue(from, out FrozenSet<string>? targets) && targets.Contains(to);

    /// <summary>The states that may follow a state; none for an unknown one.</summary>
    public IReadOnlyCollection<string> Next(string from) => moves.TryGetValue(from, out FrozenSet<string>? targets) ? targets : [];
}
