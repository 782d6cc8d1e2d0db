using System.Globalization;

namespace Athens.Sync.EndToEnd.Running;

/// <summary>What a device process is to measure: its command line.</summary>
public sealed record DeviceArguments
{
    public const string Verb = "measure";

    private const int Words = 8;

    public required string Case { get; init; }

    public required Setup Setup { get; init; }

    public required Uri Server { get; init; }

    public required int ServerId { get; init; }

    /// <summary>How the server connects to its database; a raw limit is measured beside it.</summary>
    public required string Database { get; init; }

    public required string Folder { get; init; }

    public required RunOptions Options { get; init; }

    public static DeviceArguments Read(string[] args) => new()
    {
        Case = args[1],
        Setup = new Setup(args[2], args[3]),
        Server = new Uri(args[4]),
        ServerId = int.Parse(args[5], CultureInfo.InvariantCulture),
        Database = args[6],
        Folder = args[7],
        Options = RunOptions.Read(args.Skip(Words)),
    };

    public IEnumerable<string> Write() => [Verb, Case, Setup.Server, Setup.Device, Server.ToString(), ServerId.ToString(CultureInfo.InvariantCulture), Database, Folder, .. Options.Write()];
}
