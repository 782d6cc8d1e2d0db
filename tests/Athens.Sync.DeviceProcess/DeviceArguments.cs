using System.Globalization;

namespace Athens.Sync.DeviceProcess;

/// <summary>What one life of the process is to do: its command line.</summary>
public sealed record DeviceArguments
{
    /// <summary><c>litedb</c> or <c>sqlite</c>.</summary>
    public required string Store { get; init; }

    public required string File { get; init; }

    public required Uri Server { get; init; }

    /// <summary>What the edits are drawn from.</summary>
    public required int Seed { get; init; }

    /// <summary>Names this life; its tags begin with it.</summary>
    public required string Life { get; init; }

    /// <summary>The step at which the process says so and stands still; <c>-</c> for none, and <c>settle</c> to only synchronize and end.</summary>
    public required string Step { get; init; }

    /// <summary>At which time that the step is come to, from 1.</summary>
    public required int Time { get; init; }

    public bool IsSettling => Step == "settle";

    public static DeviceArguments Read(string[] args) => new()
    {
        Store = args[0],
        File = args[1],
        Server = new Uri(args[2]),
        Seed = int.Parse(args[3], CultureInfo.InvariantCulture),
        Life = args[4],
        Step = args[5],
        Time = int.Parse(args[6], CultureInfo.InvariantCulture),
    };

    public string[] Write() => [Store, File, Server.ToString(), Seed.ToString(CultureInfo.InvariantCulture), Life, Step, Time.ToString(CultureInfo.InvariantCulture)];
}
