using Athens.Sync.Changes;

namespace Athens.Sync.Server;

/// <summary>What a unit's run came to.</summary>
/// <param name="Outcomes">The verdicts, in the order of the changes.</param>
/// <param name="Unresolved">The entities of which some change was not taken in.</param>
/// <param name="Keys">The keys that stand behind temporary ones.</param>
/// <param name="Acknowledged">Up to which number the device has acknowledged; null when it sends no numbers.</param>
internal sealed record PushUnitResult(IReadOnlyList<Outcome> Outcomes, HashSet<EntityId> Unresolved, KeyMap Keys, long? Acknowledged);
