using System.Globalization;
using Athens.Sync.LiteDb.Storage;

namespace Athens.Sync.LiteDb;

/// <summary>The files of one store, held against every other opener for as long as this lives.</summary>
internal sealed class StoreFiles : IDisposable
{
    private readonly LiteDbDeviceStoreOptions options;
    private readonly Func<string, IBlockFile> open;
    private readonly FileStream held;
    private readonly string path;
    private IBlockFile? data;
    private IBlockFile? journal;

    /// <exception cref="StoreException">Another process, or another store of this one, holds the file.</exception>
    public StoreFiles(LiteDbDeviceStoreOptions options, Func<string, IBlockFile> open)
    {
        this.options = options;
        this.open = open;
        path = Path.GetFullPath(options.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        held = Hold(path + ".lock");
    }

    private string JournalPath => path + ".journal";

    /// <summary>Stands beside a file in which damage was met while it was open.</summary>
    private string Suspicion => path + ".suspect";

    /// <summary>True when the whole file is to be read before it is used: it is small, or damage was met in it.</summary>
    public bool IsToBeChecked => data!.Length <= options.CheckBytesMax || File.Exists(Suspicion);

    /// <summary>Remembers until the next opening that damage was met.</summary>
    public void Suspect()
    {
        try
        {
            File.WriteAllBytes(Suspicion, []);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The damage is what is told, and it will be met again.
        }
    }

    public void ClearSuspicion() => File.Delete(Suspicion);

    /// <summary>Opens the database file anew, with what its journal still held.</summary>
    public PagedFile Open()
    {
        CloseFiles();
        data = open(path);
        journal = open(JournalPath);
        return new PagedFile(data, new Journal(journal, options.JournalBytesMax));
    }

    /// <summary>Gives the damaged files other names, so that nothing ever overwrites them; tells the new one.</summary>
    public string MoveAside()
    {
        CloseFiles();
        string aside = Enumerable.Range(1, int.MaxValue)
            .Select(n => string.Create(CultureInfo.InvariantCulture, $"{path}.damaged-{n}"))
            .First(name => !File.Exists(name) && !File.Exists(name + ".journal"));
        File.Move(path, aside);
        if (File.Exists(JournalPath))
            File.Move(JournalPath, aside + ".journal");
        ClearSuspicion();
        return aside;
    }

    public void Dispose()
    {
        bool isWhole = journal?.Length == 0;
        CloseFiles();
        if (isWhole)
            File.Delete(JournalPath);
        held.Dispose();
    }

    private void CloseFiles()
    {
        data?.Dispose();
        journal?.Dispose();
        (data, journal) = (null, null);
    }

    // The file stays when the store is closed: were it deleted, two could each hold one of that name.
    private FileStream Hold(string lockPath)
    {
        try
        {
            return new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new StoreException(StoreFailure.Busy, $"The store '{path}' is open already, here or in another process.", e);
        }
    }
}
