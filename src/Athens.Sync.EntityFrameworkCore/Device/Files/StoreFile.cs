using System.Globalization;

namespace Athens.Sync.EntityFrameworkCore.Device.Files;

/// <summary>The names that belong to one store's file, and what is known of it without reading it.</summary>
internal sealed class StoreFile(string path)
{
    private string Log => path + "-wal";

    private string LogIndex => path + "-shm";

    /// <summary>Stands beside a file in which damage was met while it was open.</summary>
    private string Suspicion => path + ".suspect";

    public string Path => path;

    public long Length => File.Exists(path) ? new FileInfo(path).Length : 0;

    /// <summary>True where damage was met in it, or a log is left: whoever last had it open did not close it, or still has it open.</summary>
    public bool IsSuspect => File.Exists(Suspicion) || (File.Exists(Log) && new FileInfo(Log).Length > 0);

    public void Suspect() => File.WriteAllBytes(Suspicion, []);

    public void Clear() => File.Delete(Suspicion);

    /// <summary>Gives the damaged file another name, with what was logged and not yet written to it; tells the new one.</summary>
    public string MoveAside()
    {
        string aside = Enumerable.Range(1, int.MaxValue)
            .Select(n => string.Create(CultureInfo.InvariantCulture, $"{path}.damaged-{n}"))
            .First(name => !File.Exists(name) && !File.Exists(name + "-wal"));
        File.Move(path, aside);
        if (File.Exists(Log))
            File.Move(Log, aside + "-wal");
        File.Delete(LogIndex);
        Clear();
        return aside;
    }
}
