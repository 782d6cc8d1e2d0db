using Athens.Ptw.Roles;
using Athens.Sync.Device;

namespace Athens.Ptw.App.Permits;

/// <summary>How entities stand with the server, each by its key, and permits with what belongs to them: read from one look at the outbox.</summary>
internal sealed class OutboxStates
{
    private readonly Dictionary<string, EntitySyncState> entities = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EntitySyncState> permits = new(StringComparer.Ordinal);

    public static OutboxStates None { get; } = new();

    public static OutboxStates Of(IEnumerable<OutboxItem> items)
    {
        var states = new OutboxStates();
        foreach (OutboxItem item in items.Where(item => item.Status is not OutboxStatus.Synced))
        {
            Note(states.entities, item.Entity.Key, item.Status);
            if (PermitOf(item) is { } permit)
                Note(states.permits, permit, item.Status);
        }

        return states;
    }

    /// <summary>A permit with all that belongs to it: the worst of its changes.</summary>
    public EntitySyncState OfPermit(string key) => permits.GetValueOrDefault(key, EntitySyncState.Synced);

    public EntitySyncState OfEntity(string key) => entities.GetValueOrDefault(key, EntitySyncState.Synced);

    private static string? PermitOf(OutboxItem item) =>
        item.Change.Entity == EntityName.Permit ? item.Entity.Key : item.Change.Data.Find("permit_id")?.GetString();

    private static void Note(Dictionary<string, EntitySyncState> states, string key, OutboxStatus status)
    {
        EntitySyncState state = status switch
        {
            OutboxStatus.Conflict => EntitySyncState.Conflict,
            OutboxStatus.Failed => EntitySyncState.Failed,
            _ => EntitySyncState.Pending,
        };
        states[key] = (EntitySyncState)Math.Max((int)state, (int)states.GetValueOrDefault(key, EntitySyncState.Synced));
    }
}
