using System.Collections.Immutable;

namespace Athens.Sync.Device;

/// <summary>Tells everyone who watches a device's store what changed in it.</summary>
internal sealed class DeviceObservers
{
    private readonly Lock gate = new();
    private ImmutableArray<IDeviceObserver> observers = [];
    private bool isClosed;

    public void Add(IDeviceObserver observer)
    {
        lock (gate)
        {
            if (!isClosed)
            {
                observers = observers.Add(observer);
                return;
            }
        }
        observer.Close();
    }

    public void Remove(IDeviceObserver observer)
    {
        lock (gate)
            observers = observers.Remove(observer);
    }

    public void Publish(DeviceChange change)
    {
        foreach (IDeviceObserver observer in Current())
            observer.Note(change);
    }

    /// <summary>Ends all watching.</summary>
    public void Close()
    {
        lock (gate)
            isClosed = true;
        foreach (IDeviceObserver observer in Current())
            observer.Close();
    }

    private ImmutableArray<IDeviceObserver> Current()
    {
        lock (gate)
            return observers;
    }
}
