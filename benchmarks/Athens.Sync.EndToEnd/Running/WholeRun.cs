using System.Diagnostics;
using System.Text.Json;
using Athens.Ptw.Host.Tests.Hosting;
using Athens.Sync.EndToEnd.Cases;
using Athens.Sync.EndToEnd.Reporting;
using Athens.Sync.EndToEnd.Serving;
using Npgsql;

namespace Athens.Sync.EndToEnd.Running;

/// <summary>Measures case after case, each in a device process and a server process of its own.</summary>
public sealed class WholeRun(RunOptions options) : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("athens-end-to-end-");
    private PostgresCluster? postgres;
    private int databases;

    /// <returns>True when every case came to its figures.</returns>
    public async Task<bool> RunAsync()
    {
        bool isWhole = true;
        Console.WriteLine(FigureTable.Head);
        foreach (Case found in Case.Named(options.Cases))
        {
            foreach (Setup setup in found.Setups.Where(IsWanted).Take(options.Quick ? 1 : int.MaxValue))
                isWhole &= await RunAsync(found, setup);
        }
        return isWhole;
    }

    /// <summary>Leaves nothing behind: no database server, no file. A signal may call it while it is called.</summary>
    public void Dispose()
    {
        lock (folder)
        {
            postgres?.Dispose();
            postgres = null;
            if (Directory.Exists(folder.FullName))
                folder.Delete(recursive: true);
        }
    }

    private bool IsWanted(Setup setup) => (options.Server ?? setup.Server) == setup.Server && (options.Device ?? setup.Device) == setup.Device;

    private async Task<bool> RunAsync(Case found, Setup setup)
    {
        ServerArguments arguments = NewDatabase(setup.Server);
        await using ServerProcess server = await ServerProcess.StartAsync(arguments);
        var device = new DeviceArguments
        {
            Case = found.Name,
            Setup = setup,
            Server = server.Address,
            ServerId = server.Id,
            Database = arguments.Connection,
            Folder = folder.CreateSubdirectory($"device{databases}").FullName,
            Options = options,
        };
        ProcessStartInfo start = Itself.With(device.Write());
        start.RedirectStandardOutput = true;
        using Process process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
            Tell(line);
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }

    private void Tell(string line)
    {
        Console.WriteLine(FigureTable.Row(JsonSerializer.Deserialize(line, FigureJson.Default.Figure)!));
        if (options.Json is { } file)
            File.AppendAllText(file, line + "\n");
    }

    private ServerArguments NewDatabase(string kind)
    {
        databases++;
        if (kind == "sqlite")
            return new ServerArguments(kind, $"Data Source={Path.Combine(folder.FullName, $"server{databases}.db")}");
        postgres ??= PostgresCluster.StartDurable();
        var connection = new NpgsqlConnectionStringBuilder(postgres.ConnectionString($"bench{databases}")) { Pooling = true };
        return new ServerArguments(kind, connection.ConnectionString);
    }
}
