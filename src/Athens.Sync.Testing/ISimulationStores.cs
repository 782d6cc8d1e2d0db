using Athens.Sync.Device;
using Athens.Sync.Server;

namespace Athens.Sync.Testing;

/// <summary>
/// The stores of one simulated day: one of the server and one of each device. What was committed must be there when a store is
/// opened again; each is opened anew after a crash, and the one opened before is then not used any more.
/// </summary>
public interface ISimulationStores : IAsyncDisposable
{
    /// <summary>Opens the server's store, with all that was committed to it.</summary>
    Task<IServerStore> OpenServerAsync();

    /// <summary>Opens a device's store, with all that was committed to it.</summary>
    /// <param name="device">Which device, counted from 0.</param>
    Task<IDeviceStore> OpenDeviceAsync(int device);

    /// <summary>Copies a device's store as it is, in the place of an earlier copy. False when these stores cannot do that.</summary>
    /// <param name="device">Whose store.</param>
    Task<bool> BackUpAsync(int device);

    /// <summary>Puts the copy of one device's store in the place of a device's store, whose present content is lost. False when there is no copy.</summary>
    /// <param name="backupOf">Whose copy.</param>
    /// <param name="onto">Whose store is replaced; it is closed, and opened anew after this.</param>
    Task<bool> RestoreAsync(int backupOf, int onto);

    /// <summary>Copies the server's store as it is, in the place of an earlier copy. False when these stores cannot do that.</summary>
    Task<bool> BackUpServerAsync() => Task.FromResult(false);

    /// <summary>Puts the copy in the place of the server's store, whose present content is lost, under a new epoch. False when there is no copy.</summary>
    Task<bool> RestoreServerAsync() => Task.FromResult(false);
}
