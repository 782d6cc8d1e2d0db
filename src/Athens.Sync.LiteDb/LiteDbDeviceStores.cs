using Athens.Sync.Device;

namespace Athens.Sync.LiteDb;

/// <summary>A folder with one LiteDB store for each user of a device.</summary>
/// <param name="folder">The folder; it is made where there is none, and holds nothing else.</param>
/// <param name="options">How each store is treated; its path is not used.</param>
public sealed class LiteDbDeviceStores(string folder, LiteDbDeviceStoreOptions? options = null) : IDeviceStores
{
    private const string Extension = ".db";

    /// <inheritdoc />
    public Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken = default) => Task.FromResult<IReadOnlyList<string>>(
        Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*" + Extension).Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)] : []);

    /// <inheritdoc />
    public async Task<IDeviceStore> OpenAsync(string name, CancellationToken cancellationToken = default) =>
        await LiteDbDeviceStore.OpenAsync((options ?? new LiteDbDeviceStoreOptions { Path = folder }) with { Path = PathOf(name) }, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public Task DeleteAsync(string name, CancellationToken cancellationToken = default)
    {
        // The journal first: without its file it would be written off into the next one of that name.
        foreach (string file in new[] { PathOf(name) + ".journal", PathOf(name), PathOf(name) + ".lock" })
            File.Delete(file);
        return Task.CompletedTask;
    }

    private string PathOf(string name) => Path.Combine(folder, name + Extension);
}
