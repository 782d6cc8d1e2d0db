using System.Diagnostics;

namespace Athens.Sync.Browser.Tests.Hosting;

/// <summary>The sample as it is installed: trimmed, compressed, in a folder of its own. A run publishes it once.</summary>
internal static class PublishedApp
{
    /// <summary>A folder that it was published to before: <c>dotnet publish samples/Athens.Ptw.Host -c Release -o FOLDER</c>.</summary>
    private static readonly string? Given = Environment.GetEnvironmentVariable("ATHENS_SYNC_PUBLISHED");

    private static readonly Lazy<Task<string>> Publishing = new(PublishAsync);

    /// <returns>The folder that it lies in.</returns>
    public static Task<string> FolderAsync() => Given is null ? Publishing.Value : Task.FromResult(Given);

    /// <returns>The host's program.</returns>
    public static async Task<string> ProgramAsync() => Path.Combine(await FolderAsync(), PtwProcess.Program);

    private static async Task<string> PublishAsync()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "published");
        // What an earlier version left there would be weighed and served too.
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (string argument in new[] { "publish", Repository.Project("samples", "Athens.Ptw.Host"), "-c", Repository.Configuration, "--no-build", "-o", folder, "-v", "quiet", "-nodeReuse:false" })
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        string told = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? folder : throw new InvalidOperationException(told);
    }
}
