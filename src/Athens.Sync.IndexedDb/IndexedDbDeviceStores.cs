using System.Text.Json;
using Athens.Sync.Device;
using Microsoft.JSInterop;

namespace Athens.Sync.IndexedDb;

/// <summary>The stores of everyone who has signed in on this browser, a database each.</summary>
/// <param name="js">The browser.</param>
/// <param name="options">How each store is treated, and what their names begin with.</param>
public sealed class IndexedDbDeviceStores(IJSRuntime js, IndexedDbOptions? options = null) : IDeviceStores
{
    private readonly DeviceStoreModule module = new(js);
    private readonly IndexedDbOptions options = options ?? new IndexedDbOptions();

    /// <inheritdoc />
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        JsonElement names = await module.CallAsync("list", options.Prefix).ConfigureAwait(false);
        return [.. names.EnumerateArray().Select(name => name.GetString()![options.Prefix.Length..])];
    }

    /// <inheritdoc />
    public async Task<IDeviceStore> OpenAsync(string name, CancellationToken cancellationToken = default) =>
        await IndexedDbDeviceStore.OpenAsync(module, DatabaseOf(name), options, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public async Task DeleteAsync(string name, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await module.CallAsync("remove", DatabaseOf(name)).ConfigureAwait(false);
    }

    /// <summary>How much room there is, and whether the browser keeps it.</summary>
    public async Task<StorageEstimate> EstimateAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        JsonElement estimate = await module.CallAsync("estimate").ConfigureAwait(false);
        return new StorageEstimate(
            (long)estimate.GetProperty("usage").GetDouble(), (long)estimate.GetProperty("quota").GetDouble(), estimate.GetProperty("is_persistent").GetBoolean());
    }

    /// <summary>The database of a store.</summary>
    public string DatabaseOf(string name) => options.Prefix + name;
}
