namespace Athens.Sync.EndToEnd.Running;

/// <summary>What is measured, and how large: the command line.</summary>
public sealed record RunOptions
{
    /// <summary>Parts of the cases' names; none for all of the table.</summary>
    public IReadOnlyList<string> Cases { get; init; } = [];

    /// <summary>The only server to measure; null for those that the case names.</summary>
    public string? Server { get; init; }

    /// <summary>The only device store to measure; null for those that the case names.</summary>
    public string? Device { get; init; }

    /// <summary>How many entities a case moves, where its name does not say.</summary>
    public int Count { get; init; } = 10_000;

    /// <summary>How often each is measured, after one round to warm up; the figure is the median.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>The most changes of one push; null leaves it to the engine.</summary>
    public int? Batch { get; init; }

    /// <summary>True for a run that only shows that everything can be measured.</summary>
    public bool Quick { get; init; }

    /// <summary>Where the figures are added, a line of JSON each; null for nowhere.</summary>
    public string? Json { get; init; }

    public static RunOptions Read(IEnumerable<string> args)
    {
        var options = new RunOptions();
        using IEnumerator<string> words = args.GetEnumerator();
        while (words.MoveNext())
            options = Read(options, words);
        return options;
    }

    public IEnumerable<string> Write() =>
    [
        .. Cases,
        .. Pair("--server", Server),
        .. Pair("--device", Device),
        "--count", $"{Count}",
        "--rounds", $"{Rounds}",
        .. Pair("--batch", Batch?.ToString()),
        .. Pair("--json", Json),
        .. Quick ? ["--quick"] : Array.Empty<string>(),
    ];

    private static RunOptions Read(RunOptions options, IEnumerator<string> words) => words.Current switch
    {
        "--quick" => options with { Quick = true, Count = 200, Rounds = 1 },
        "--server" => options with { Server = Next(words) },
        "--device" => options with { Device = Next(words) },
        "--count" => options with { Count = int.Parse(Next(words)) },
        "--rounds" => options with { Rounds = int.Parse(Next(words)) },
        "--batch" => options with { Batch = int.Parse(Next(words)) },
        "--json" => options with { Json = Next(words) },
        string name when !name.StartsWith('-') => options with { Cases = [.. options.Cases, name] },
        string other => throw new ArgumentException($"There is no option {other}."),
    };

    private static string Next(IEnumerator<string> words) => words.MoveNext() ? words.Current : throw new ArgumentException("An option has no value.");

    private static string[] Pair(string name, string? value) => value is null ? [] : [name, value];
}
