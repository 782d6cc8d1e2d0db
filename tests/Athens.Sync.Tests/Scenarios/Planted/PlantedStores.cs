using Athens.Sync.Device;
using Athens.Sync.Server;
using Athens.Sync.Testing;

namespace Athens.Sync.Tests.Scenarios.Planted;

internal sealed class PlantedStores(ISimulationStores inner, Bug bug) : ISimulationStores
{
    public async Task<IServerStore> OpenServerAsync() => new PlantedServerStore(await inner.OpenServerAsync(), bug);

    public async Task<IDeviceStore> OpenDeviceAsync(int device) => new PlantedDeviceStore(await inner.OpenDeviceAsync(device), bug);

    public Task<bool> BackUpAsync(int device) => inner.BackUpAsync(device);

    public Task<bool> RestoreAsync(int backupOf, int onto) => inner.RestoreAsync(backupOf, onto);

    public Task<bool> BackUpServerAsync() => inner.BackUpServerAsync();

    public Task<bool> RestoreServerAsync() => inner.RestoreServerAsync();

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
