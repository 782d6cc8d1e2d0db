namespace Athens.Sync.Device;

/// <summary>The stores of everyone who has signed in on a device, each under a name of its own (<see cref="SyncUser.StoreName"/>).</summary>
/// <remarks>
/// Failures are told as <see cref="StoreException"/>. Safe to call from many threads. A store that is open is not opened twice or
/// removed: whoever calls sees to that.
/// </remarks>
public interface IDeviceStores
{
    /// <summary>The names of the stores that there are.</summary>
    Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Opens a store, and makes it where there is none.</summary>
    Task<IDeviceStore> OpenAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Removes a store that is closed, with all that it holds; one that is not there is passed over.</summary>
    Task DeleteAsync(string name, CancellationToken cancellationToken = default);
}
