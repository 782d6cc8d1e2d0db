using System.Globalization;
using Athens.Sync.Modeling;

namespace Athens.Sync.Wire;

/// <summary>Reads a pull from the parameters of a query.</summary>
public static class PullRequestReader
{
    private const int CheckpointCharsMax = 4096;

    /// <summary>Reads a request. Parameters that the protocol does not know are ignored; an empty one counts as absent.</summary>
    /// <param name="query">The parameters, decoded; one entry for each occurrence.</param>
    /// <param name="limits">The limits; a larger <c>limit</c> than a page may hold is brought down to that.</param>
    /// <exception cref="WireException">A parameter is given twice, or is not what it has to be.</exception>
    public static PullRequest Read(IEnumerable<KeyValuePair<string, string>> query, SyncLimits limits)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(limits);
        ILookup<string, string> parameters = query.Where(p => !string.IsNullOrEmpty(p.Value)).ToLookup(p => p.Key, p => p.Value, StringComparer.Ordinal);
        return new PullRequest
        {
            Scope = Text(parameters, "scope", limits.KeyCharsMax),
            Checkpoint = Text(parameters, "checkpoint", CheckpointCharsMax),
            Lane = Lane(Text(parameters, "lane", limits.KeyCharsMax)),
            Limit = Limit(Text(parameters, "limit", limits.KeyCharsMax), limits),
        };
    }

    private static string? Text(ILookup<string, string> parameters, string name, int charsMax)
    {
        string[] values = [.. parameters[name]];
        return values switch
        {
            [] => null,
            [var value] when value.Length <= charsMax => value,
            [_] => throw new WireException($"{name}: It is longer than {charsMax} characters."),
            _ => throw new WireException($"{name}: It is given more than once."),
        };
    }

    private static string Lane(string? lane) => lane switch
    {
        null => Lanes.Default,
        Lanes.Default or Lanes.Critical => lane,
        _ => throw new WireException($"lane: There is no lane '{lane}'; there are '{Lanes.Default}' and '{Lanes.Critical}'."),
    };

    private static int? Limit(string? limit, SyncLimits limits)
    {
        if (limit is null)
            return null;
        return long.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out long wanted) && wanted > 0
            ? (int)Math.Min(wanted, limits.PageEntitiesMax)
            : throw new WireException("limit: A whole number of 1 or more was expected.");
    }
}
