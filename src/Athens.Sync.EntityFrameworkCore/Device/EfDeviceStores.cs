using Athens.Sync.Device;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Device;

/// <summary>A folder with one SQLite file for each user of a device.</summary>
/// <param name="folder">The folder; it is made where there is none, and holds nothing else.</param>
/// <param name="configure">Says how a file is opened: <c>(options, path) => options.UseSqlite($"Data Source={path}")</c>.</param>
/// <param name="options">How each file is treated.</param>
public sealed class EfDeviceStores(string folder, Action<DbContextOptionsBuilder, string> configure, EfDeviceStoreOptions? options = null) : IDeviceStores
{
    private const string Extension = ".db";

    /// <inheritdoc />
    public Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken = default) => Task.FromResult<IReadOnlyList<string>>(
        Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*" + Extension).Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)] : []);

    /// <inheritdoc />
    public async Task<IDeviceStore> OpenAsync(string name, CancellationToken cancellationToken = default)
    {
        Directory.CreateDirectory(folder);
        return await EfDeviceStore.OpenAsync(builder => configure(builder, PathOf(name)), options, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public Task DeleteAsync(string name, CancellationToken cancellationToken = default)
    {
        // The log first: without its file it would be read into the next one of that name.
        foreach (string file in new[] { PathOf(name) + "-wal", PathOf(name) + "-shm", PathOf(name) })
            File.Delete(file);
        return Task.CompletedTask;
    }

    private string PathOf(string name) => Path.Combine(folder, name + Extension);
}
