using System.Globalization;
using Athens.Sync.Modeling;

namespace Athens.Sync.Wire;

/// <summary>Reads a pull from the parameters of a query.</summary>
public static class PullRequestReader
{
    private const int CheckpointCharsMax = 4096;

    /// <summary>Reads a request from its parameters, decoded. An empty one counts as absent.</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="checkpoint">Where the last answer ended.</param>
    /// <param name="lane">The lane.</param>
    /// <param name="limit">The most entities wanted; what a page cannot hold is brought down to what it can.</param>
    /// <param name="device">The device.</param>
    /// <param name="limits">The limits.</param>
    /// <exception cref="WireException">A parameter is not what it has to be.</exception>
    public static PullRequest Read(string? scope, string? checkpoint, string? lane, string? limit, string? device, SyncLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return new PullRequest
        {
            DeviceId = Text(device, "device_id", limits.KeyCharsMax),
            Scope = Text(scope, "scope", limits.KeyCharsMax),
            Checkpoint = Text(checkpoint, "checkpoint", CheckpointCharsMax),
            Lane = Lane(Text(lane, "lane", limits.KeyCharsMax)),
            Limit = Limit(Text(limit, "limit", limits.KeyCharsMax), limits),
        };
    }

    private static string? Text(string? value, string name, int charsMax)
    {
        if (string.IsNullOrEmpty(value))
            return null;
        if (value.Length > charsMax)
            throw new WireException($"{name}: It is longer than {charsMax} characters.");
        return WireText.IsText(value) ? value : throw new WireException($"{name}: {WireText.Wrong}");
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
