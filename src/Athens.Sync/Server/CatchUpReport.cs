namespace Athens.Sync.Server;

/// <summary>What a store found that its feeds did not tell yet.</summary>
/// <param name="Told">How many entities the feeds tell now.</param>
/// <param name="Unplaced">
/// Entities that no feed can tell, since they name no scope or a parent that does not exist. Nothing of them was changed.
/// </param>
public sealed record CatchUpReport(int Told, IReadOnlyList<EntityId> Unplaced)
{
    /// <summary>There was nothing to tell.</summary>
    public static CatchUpReport Nothing { get; } = new(0, []);
}
