using System.Runtime.CompilerServices;
using Athens.Sync.Device;

namespace Athens.Sync.Client;

/// <summary>Puts together how a device stands, once or each time that something of it changes.</summary>
internal sealed class StatusReader(IDeviceStore store, DeviceObservers observers, SyncActivity activity, TimeProvider time)
{
    private const int LookedAtFirst = 8;
    private const int LookedAtMost = 1024;

    public async Task<SyncStatus> ReadAsync(CancellationToken cancellationToken)
    {
        ActivityState now = activity.State;
        (DeviceState state, DateTimeOffset? oldest) = await LookAsync(cancellationToken).ConfigureAwait(false);
        return new SyncStatus
        {
            TakenAt = time.GetUtcNow(),
            Changes = state.Counts,
            IsOnline = now.IsOnline,
            IsSyncing = now.IsSyncing,
            LastSyncAt = state.LastSyncAt,
            DataAsOf = state.DataAsOf,
            OldestPendingAt = oldest,
            NextAttemptAt = now.NextAttemptAt,
            LastFailure = now.Failure,
        };
    }

    public async IAsyncEnumerable<SyncStatus> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var watcher = new DeviceWatcher<bool>(observers, _ => [true]);
        void Wake() => watcher.Note(new DeviceChange());
        activity.Changed += Wake;
        try
        {
            SyncStatus? shown = null;
            do
            {
                SyncStatus status = await ReadAsync(cancellationToken).ConfigureAwait(false);
                if (shown is null || status != shown with { TakenAt = status.TakenAt })
                    yield return shown = status;
            }
            while (await watcher.WaitAsync(cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            activity.Changed -= Wake;
        }
    }

    /// <summary>
    /// The device's record, and when the oldest sendable change was made. Stores give urgent changes first, and there are few: it
    /// looks on until it meets one that is not, and then no later one is older.
    /// </summary>
    private async Task<(DeviceState State, DateTimeOffset? Oldest)> LookAsync(CancellationToken cancellationToken)
    {
        for (int count = LookedAtFirst; ; count *= 2)
        {
            DeviceView view = await store.LoadAsync(new DeviceQuery { Sendable = count }, cancellationToken).ConfigureAwait(false);
            if (view.Items.Count < count || count >= LookedAtMost || view.Items.Any(item => !item.IsUrgent))
                return (view.State, view.Items.Count == 0 ? null : view.Items.Min(item => item.CreatedAt));
        }
    }
}
