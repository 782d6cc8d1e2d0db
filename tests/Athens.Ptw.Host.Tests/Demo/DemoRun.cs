using Athens.Ptw.Host.Tests.Hosting;

namespace Athens.Ptw.Host.Tests.Demo;

/// <summary>The demo, run once as a process of its own.</summary>
public sealed class DemoRun : IAsyncLifetime
{
    public int ExitCode { get; private set; }

    public string Output { get; private set; } = "";

    public string Error { get; private set; } = "";

    public IReadOnlyList<string> LeftBehind { get; private set; } = [];

    public async Task InitializeAsync()
    {
        using var host = new HostProcess("demo");
        (ExitCode, Output, Error) = await host.RunAsync();
        LeftBehind = Directory.GetFileSystemEntries(host.Folder, "athens-*");
    }

    public Task DisposeAsync() => Task.CompletedTask;
}
