using System.Text.Json;
using Athens.Sync.Merging;

namespace Athens.Sync.Tests.Merging.Laws;

/// <summary>Changes of one field by two devices that both started from one value, and every order in which they can arrive.</summary>
/// <param name="Start">The value that both devices and the server have at first.</param>
/// <param name="Edits">What each device made of its own value, in the order of their making.</param>
internal sealed record Chain(string Start, IReadOnlyList<(char Device, string Value)> Edits)
{
    /// <summary>All chains of three edits over some values.</summary>
    public static IEnumerable<Chain> OfThree(IReadOnlyCollection<string> values) =>
        from start in values
        from devices in new[] { "AAA", "AAB", "ABA", "ABB", "BAA", "BAB", "BBA", "BBB" }
        from first in values
        from second in values
        from third in values
        select new Chain(start, [(devices[0], first), (devices[1], second), (devices[2], third)]);

    /// <summary>Each edit with the value that its device had before it.</summary>
    public IEnumerable<(char Device, string Known, string Value)> Changes() =>
        Edits.Select((e, i) => (e.Device, Edits.Take(i).Where(b => b.Device == e.Device).Select(b => b.Value).LastOrDefault(Start), e.Value));

    /// <summary>The server's values after the changes came in each possible order; null where one was a conflict.</summary>
    public IEnumerable<JsonElement?> Outcomes(IMergeStrategy strategy, ValueKind kind)
    {
        List<(char Device, string Known, string Value)> changes = [.. Changes()];
        return Arrivals(changes.Count(c => c.Device == 'A'), changes.Count(c => c.Device == 'B')).Select(arrival => Arrive(strategy, kind, changes, arrival));
    }

    private JsonElement? Arrive(IMergeStrategy strategy, ValueKind kind, List<(char Device, string Known, string Value)> changes, string arrival)
    {
        var queues = changes.GroupBy(c => c.Device).ToDictionary(g => g.Key, g => new Queue<(char Device, string Known, string Value)>(g));
        JsonElement? server = Merges.Value(Start);
        foreach (char device in arrival)
        {
            (_, string known, string value) = queues[device].Dequeue();
            FieldMerge merge = ThreeWayMerge.Merge(strategy, Merges.Input(known, null, value, kind) with { Server = server });
            if (merge.Row is MergeRow.Conflict)
                return null;
            server = merge.Value;
        }
        return server;
    }

    private static IEnumerable<string> Arrivals(int a, int b)
    {
        if (a == 0 || b == 0)
            return [new string('A', a) + new string('B', b)];
        return Arrivals(a - 1, b).Select(rest => 'A' + rest).Concat(Arrivals(a, b - 1).Select(rest => 'B' + rest));
    }

    public override string ToString() => $"{Start}: {string.Join(", ", Edits.Select(e => $"{e.Device} writes {e.Value}"))}";
}
