namespace Athens.Sync.Device;

/// <summary>Is told of what changes in a device's store.</summary>
internal interface IDeviceObserver
{
    /// <summary>Takes note of a change. Called by the thread that commits, in the order of the commits: it must not wait, throw, or call back.</summary>
    void Note(DeviceChange change);

    /// <summary>Takes note that nothing will change any more: the engine was closed.</summary>
    void Close();
}
