using System.Text.Json;

namespace Athens.Sync.Modeling;

/// <summary>The status field of an entity type: its machine, and what its states tie down. Immutable.</summary>
public sealed class StatusModel
{
    private readonly IReadOnlyDictionary<string, string[]> requires;
    private readonly IReadOnlyDictionary<string, string[]> freezes;

    internal StatusModel(FieldModel field, StateMachine machine, IReadOnlyDictionary<string, string[]> requires, IReadOnlyDictionary<string, string[]> freezes)
    {
        Field = field;
        Machine = machine;
        Initial = Json.Of(machine.Initial);
        this.requires = requires;
        this.freezes = freezes;
    }

    /// <summary>The status field.</summary>
    public FieldModel Field { get; }

    /// <summary>The moves that there are.</summary>
    public StateMachine Machine { get; }

    /// <summary>The status of a new entity.</summary>
    internal JsonElement Initial { get; }

    /// <summary>The wire names of the fields that a move to the state relies on: one that moved since makes it a conflict.</summary>
    public IReadOnlyList<string> RequiredFor(string state) => requires.TryGetValue(state, out string[]? fields) ? fields : [];

    /// <summary>The wire names of the fields that cannot be edited in the state.</summary>
    public IReadOnlyList<string> FrozenIn(string state) => freezes.TryGetValue(state, out string[]? fields) ? fields : [];
}
