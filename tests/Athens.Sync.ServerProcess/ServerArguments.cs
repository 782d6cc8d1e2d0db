using System.Globalization;

namespace Athens.Sync.ServerProcess;

/// <summary>What one life of the process is to do: its command line.</summary>
public sealed record ServerArguments
{
    public required SheetDatabase Database { get; init; }

    /// <summary>The step at which the process says so and stands still; <c>-</c> for none.</summary>
    public required string Step { get; init; }

    /// <summary>At which time that the step is come to, from 1.</summary>
    public required int Time { get; init; }

    public static ServerArguments Read(string[] args) => new()
    {
        Database = new SheetDatabase(args[0], args[1]),
        Step = args[2],
        Time = int.Parse(args[3], CultureInfo.InvariantCulture),
    };

    public string[] Write() => [Database.Kind, Database.Connection, Step, Time.ToString(CultureInfo.InvariantCulture)];
}
