using Athens.Ptw.Roles;
using Athens.Sync;
using Athens.Sync.Device;

namespace Athens.Ptw.App.Permits;

/// <summary>How permits stand with the server, each with what belongs to it: read from one look at the outbox.</summary>
internal sealed class OutboxStates
{
    private readonly Dictionary<string, EntitySyncState> permits = new(StringComparer.Ordinal);

    public static OutboxStates Of(IEnumerable<OutboxItem> items)
    {
        var states = new OutboxStates();
        foreach (OutboxItem item in items.Where(item => item.Status is not OutboxStatus.Synced))
        {
            if (PermitOf(item) is { } permit)
                states.permits[permit] = Worse(states.Of(permit), StateOf(item.Status));
        }

        return states;
    }

    public EntitySyncState Of(string permit) => permits.GetValueOrDefault(permit, EntitySyncState.Synced);

    private static string? PermitOf(OutboxItem item) =>
        item.Change.Entity == EntityName.Permit ? item.Entity.Key : item.Change.Data.Find("permit_id")?.GetString();

    private static EntitySyncState StateOf(OutboxStatus status) => status switch
    {
        OutboxStatus.Conflict => EntitySyncState.Conflict,
        OutboxStatus.Failed => EntitySyncState.Failed,
        _ => EntitySyncState.Pending,
    };

    private static EntitySyncState Worse(EntitySyncState one, EntitySyncState other) => (EntitySyncState)Math.Max((int)one, (int)other);
}
