using System.Collections.Concurrent;
using Athens.Sync.Device;

namespace Athens.Sync.InMemory;

/// <summary>Stores in memory, one for each user of a device: for tests, simulations and previews.</summary>
public sealed class InMemoryDeviceStores : IDeviceStores
{
    private readonly ConcurrentDictionary<string, InMemoryDeviceStore> stores = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken = default) => Task.FromResult<IReadOnlyList<string>>([.. stores.Keys]);

    /// <inheritdoc />
    public Task<IDeviceStore> OpenAsync(string name, CancellationToken cancellationToken = default) =>
        Task.FromResult<IDeviceStore>(stores.AddOrUpdate(name, _ => new InMemoryDeviceStore(), (_, before) => before.Reopen()));

    /// <inheritdoc />
    public Task DeleteAsync(string name, CancellationToken cancellationToken = default)
    {
        stores.TryRemove(name, out _);
        return Task.CompletedTask;
    }
}
