using System.Diagnostics;

namespace Athens.Sync.Browser.Tests.Hosting;

/// <summary>The sample as it is installed: trimmed, compressed, in a folder of its own. It is published once, when the first test asks for it.</summary>
public sealed class PublishedApp : IDisposable
{
    /// <summary>A folder that it was published to before: <c>dotnet publish samples/Athens.Ptw.Host -c Release -o FOLDER</c>.</summary>
    private static readonly string? Given = Environment.GetEnvironmentVariable("ATHENS_SYNC_PUBLISHED");

    private readonly string folder = Directory.CreateTempSubdirectory("athens-published-").FullName;
    private readonly Lazy<Task> publishing;

    public PublishedApp() => publishing = new Lazy<Task>(PublishAsync);

    /// <returns>The folder that it lies in.</returns>
    public async Task<string> FolderAsync()
    {
        if (Given is not null)
            return Given;
        await publishing.Value;
        return folder;
    }

    /// <returns>The host's program.</returns>
    public async Task<string> ProgramAsync() => Path.Combine(await FolderAsync(), PtwProcess.Program);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task PublishAsync()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (string argument in new[] { "publish", Repository.Project("samples", "Athens.Ptw.Host"), "-c", Repository.Configuration, "--no-build", "-o", folder, "-v", "quiet", "-nodeReuse:false" })
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        string told = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException(told);
    }
}
