using Athens.Ptw.Catalogue;
using Athens.Ptw.Host.Demo;
using Athens.Ptw.Host.Validation;

namespace Athens.Ptw.Host.Startup;

/// <summary>What the program is to do: its first argument, or to serve where that is an option or absent.</summary>
internal static class PtwCommand
{
    private const int Failed = 1;
    private const int Misused = 2;

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        string command = args is [var first, ..] && !first.StartsWith('-') ? first : "serve";
        try
        {
            return command switch
            {
                "serve" => await ServeAsync(args),
                "demo" => await DemoCommand.RunAsync(),
                "validate" => await ValidateCommand.RunAsync(args, Console.Out),
                _ => Tell($"There is no command '{command}'. The commands: serve, demo, validate.", Misused),
            };
        }
        catch (Exception e) when (e is PtwStartException or CatalogueException)
        {
            return Tell(e.Message, Failed);
        }
    }

    private static async Task<int> ServeAsync(string[] args)
    {
        await PtwHost.Build(args).RunAsync();
        return 0;
    }

    private static int Tell(string message, int exitCode)
    {
        Console.Error.WriteLine(message);
        return exitCode;
    }
}
