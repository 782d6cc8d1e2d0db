using System.Diagnostics;
using System.Globalization;
using Athens.Sync.EndToEnd.Serving;

namespace Athens.Sync.EndToEnd.Running;

/// <summary>The server, which is this program once more.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process process;

    private ServerProcess(Process process, int port)
    {
        this.process = process;
        Address = new Uri($"http://127.0.0.1:{port}/");
    }

    public Uri Address { get; }

    public int Id => process.Id;

    public static async Task<ServerProcess> StartAsync(ServerArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ProcessStartInfo start = Itself.With(arguments.Write());
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        // As a web app is by default.
        start.Environment["DOTNET_gcServer"] = "1";
        Process process = Process.Start(start)!;
        string line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server did not start.");
        return new ServerProcess(process, int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
