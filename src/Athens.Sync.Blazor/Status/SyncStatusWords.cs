using Athens.Sync.Blazor.Labels;
using MudBlazor;

namespace Athens.Sync.Blazor.Status;

/// <summary>A device's status as an icon, a colour and a few words. Pure.</summary>
internal sealed record SyncStatusWords(string Text, string Icon, Color Color)
{
    public static SyncStatusWords Of(SyncStatus? status) => status switch
    {
        null => new("Starting", Icons.Material.Filled.HourglassEmpty, Color.Default),
        { IsSignInNeeded: true } => new("Sign in to sync", Icons.Material.Filled.Lock, Color.Warning),
        { IsOnline: false } => new("Offline", Icons.Material.Filled.CloudOff, Color.Warning),
        { IsSyncing: true } => new("Syncing", Icons.Material.Filled.Sync, Color.Info),
        { Changes.Waiting: > 0 } => new("Online", Icons.Material.Filled.CloudUpload, Color.Info),
        _ => new("Online", Icons.Material.Filled.CloudDone, Color.Success),
    };

    /// <summary>What the icon, the colours and the menu's head say, for a screen reader.</summary>
    public static string Sentence(SyncStatus? status, SyncLabels labels)
    {
        if (status is null)
            return "";
        var parts = new List<string>();
        Add(parts, status.Changes.Waiting, "change waits to be sent", "changes wait to be sent");
        Add(parts, status.Changes.Conflict, "conflict", "conflicts");
        Add(parts, status.Changes.Failed, "refused change", "refused changes");
        parts.Add($"last sync {Moment(status.LastSyncAt, labels)}");
        return string.Join(", ", parts);
    }

    public static string Moment(DateTimeOffset? moment, SyncLabels labels) => moment is { } at ? labels.Moment(at) : "never";

    private static void Add(List<string> parts, int count, string one, string many)
    {
        if (count > 0)
            parts.Add($"{count} {(count == 1 ? one : many)}");
    }
}
