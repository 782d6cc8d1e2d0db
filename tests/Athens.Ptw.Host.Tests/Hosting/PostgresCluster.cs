using System.Diagnostics;

namespace Athens.Ptw.Host.Tests.Hosting;

/// <summary>A PostgreSQL cluster of the test's own, reached only over a socket in its folder.</summary>
public sealed class PostgresCluster : IDisposable
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"athens-pg-{Guid.NewGuid():N}");
    private readonly bool isDurable;

    public PostgresCluster() : this(isDurable: false)
    {
    }

    private PostgresCluster(bool isDurable)
    {
        this.isDurable = isDurable;
        Run("initdb", "--pgdata", folder, "--username", "postgres", "--auth", "trust", "--encoding", "UTF8", "--no-sync");
        Start();
    }

    /// <summary>A cluster that has each commit on the disk before it tells of it: for measuring.</summary>
    public static PostgresCluster StartDurable() => new(isDurable: true);

    /// <summary>Stops the server as a crash of it would, and starts it again.</summary>
    public void Crash()
    {
        Stop();
        Start();
    }

    public string ConnectionString(string database) => $"Host={folder};Username=postgres;Database={database}";

    public void Dispose()
    {
        if (!Directory.Exists(folder))
            return;
        Stop();
        Directory.Delete(folder, recursive: true);
    }

    private void Start() =>
        Run("pg_ctl", "start", "--wait", "--silent", "--pgdata", folder, "--log", Path.Combine(folder, "log"), "--options", $"-k {folder} -c listen_addresses='' -c fsync={(isDurable ? "on" : "off")}");

    private void Stop() => Run("pg_ctl", "stop", "--mode", "immediate", "--silent", "--pgdata", folder);

    /// <summary>PostgreSQL refuses to run as root: then it runs as Debian's postgres user.</summary>
    private static void Run(string tool, params IEnumerable<string> args)
    {
        string[] command = [Find(tool), .. args];
        if (Environment.IsPrivilegedProcess)
            command = ["runuser", "-u", "postgres", "--", .. command];
        // A pipe would be inherited by the server, and held open.
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", "exec \"$@\" >/dev/null", "sh", .. command]) { WorkingDirectory = Path.GetTempPath() })!;
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{tool} ended with {process.ExitCode}.");
    }

    private static string Find(string tool)
    {
        IEnumerable<string> debian = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending() : [];
        IEnumerable<string> path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return debian.Select(version => Path.Combine(version, "bin")).Concat(path)
            .Select(bin => Path.Combine(bin, tool))
            .FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException($"This test needs a PostgreSQL server, and '{tool}' was not found: install the package postgresql.");
    }
}
