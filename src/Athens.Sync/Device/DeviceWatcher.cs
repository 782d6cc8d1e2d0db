namespace Athens.Sync.Device;

/// <summary>
/// Gathers what changed since its owner last looked. However slow he is, a commit never waits for him and what is kept is
/// bounded: the same thing changed twice is kept once, and too many things are kept as "anything".
/// </summary>
internal sealed class DeviceWatcher<T> : IDeviceObserver, IDisposable
{
    /// <summary>How many changed things are kept by name; above that, everything is looked at anew.</summary>
    public const int KeptMax = 1000;

    private readonly Lock gate = new();
    private readonly Signal signal = new();
    private readonly DeviceObservers observers;
    private readonly Func<DeviceChange, IEnumerable<T>> select;
    private HashSet<T> kept = [];
    private bool isUnknown;

    /// <summary>Begins to watch: what is committed from here on is noted.</summary>
    public DeviceWatcher(DeviceObservers observers, Func<DeviceChange, IEnumerable<T>> select)
    {
        this.observers = observers;
        this.select = select;
        observers.Add(this);
    }

    public void Note(DeviceChange change)
    {
        List<T> concerned = [.. select(change)];
        if (concerned.Count == 0 && !change.IsUnknown)
            return;
        lock (gate)
        {
            kept.UnionWith(concerned);
            isUnknown |= change.IsUnknown || kept.Count > KeptMax;
            if (isUnknown)
                kept.Clear();
        }
        signal.Set();
    }

    /// <summary>Waits until something changed.</summary>
    /// <returns>False when the engine was closed.</returns>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => signal.WaitAsync(cancellationToken);

    /// <summary>What changed since the last call; null when that is not known.</summary>
    public IReadOnlyCollection<T>? Take()
    {
        lock (gate)
        {
            HashSet<T>? taken = isUnknown ? null : kept;
            kept = [];
            isUnknown = false;
            return taken;
        }
    }

    public void Close() => signal.Close();

    public void Dispose() => observers.Remove(this);
}
