using System.Text.Json;
using Athens.Sync.Merging;

namespace Athens.Sync.Testing;

/// <summary>
/// Checks that a merge strategy keeps the laws it claims, and those that every strategy keeps. Give it values that are
/// often equal, and equal in other words (1 and 1.0, another order of keys): a law about ties is not exercised by others.
/// </summary>
/// <param name="strategy">The strategy to check.</param>
/// <param name="kind">How the values of its field compare.</param>
public sealed class MergeLawCheck(IMergeStrategy strategy, ValueKind kind)
{
    /// <summary>
    /// The laws that three values break, as sentences with the values in them; none when all are kept. The three serve as
    /// base, server and client, and as the operands of the algebraic laws.
    /// </summary>
    public IEnumerable<string> FindBroken(MergeSide known, MergeSide server, MergeSide client) =>
        JudgeTable(known, server, client)
            .Concat(JudgeFunction(known, server, client))
            .Where(law => !law.IsKept)
            .Select(law => $"{strategy.Name} breaks {law.Name} for base {known}, server {server}, client {client}.");

    /// <summary>The laws that any three of the values break, in whatever places.</summary>
    public IEnumerable<string> FindBroken(IReadOnlyCollection<MergeSide> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return from known in values from server in values from client in values from broken in FindBroken(known, server, client) select broken;
    }

    private IEnumerable<(string Name, bool IsKept)> JudgeTable(MergeSide known, MergeSide server, MergeSide client)
    {
        yield return ("agreement of a side that did not move (server)", AreSame(Table(known, known, client).Value, client.Value));
        yield return ("agreement of a side that did not move (client)", AreSame(Table(known, server, known).Value, server.Value));
        if (strategy.Accumulates)
            yield break;
        yield return ("agreement of two equal sides", Table(known, client, client) is { Row: MergeRow.Same, Drops: false });
        FieldMerge once = Table(known, server, client);
        if (once.Row is MergeRow.Conflict)
            yield return ("a conflict leaves the server's value", AreSame(once.Value, server.Value));
        else
            yield return ("replay", AreSame(Table(known, new MergeSide(once.Value, Later(server, client)), client).Value, once.Value));
    }

    private IEnumerable<(string Name, bool IsKept)> JudgeFunction(MergeSide known, MergeSide server, MergeSide client)
    {
        if (Claims(MergeLaws.Commutative))
            yield return ("commutativity", AreSame(Bare(known, server, client), Bare(known, client, server)));
        if (Claims(MergeLaws.Idempotent))
            yield return ("idempotence", IsIdempotent(known, client));
        if (Claims(MergeLaws.Identity))
        {
            yield return ("identity on the server's side", AreSame(Bare(known, known, client), MergeResult.Merged(client.Value)));
            yield return ("identity on the client's side", AreSame(Bare(known, server, known), MergeResult.Merged(server.Value)));
        }
        if (Claims(MergeLaws.Associative))
            yield return ("associativity", IsAssociative(known, server, client));
    }

    private bool IsIdempotent(MergeSide known, MergeSide side)
    {
        MergeResult result = Bare(known, side, side);
        return !result.IsMerged || AreSame(result.Value, side.Value);
    }

    private bool IsAssociative(MergeSide first, MergeSide second, MergeSide third)
    {
        MergeResult left = Bare(null, first, second), right = Bare(null, second, third);
        if (!left.IsMerged || !right.IsMerged)
            return true;
        MergeResult leftFirst = Bare(null, new MergeSide(left.Value, Later(first, second)), third);
        MergeResult rightFirst = Bare(null, first, new MergeSide(right.Value, Later(second, third)));
        return !leftFirst.IsMerged || !rightFirst.IsMerged || AreSame(leftFirst.Value, rightFirst.Value);
    }

    private bool Claims(MergeLaws law) => strategy.Laws.HasFlag(law);

    private FieldMerge Table(MergeSide known, MergeSide server, MergeSide client) =>
        ThreeWayMerge.Merge(strategy, Input(known, server, client));

    private MergeResult Bare(MergeSide? known, MergeSide server, MergeSide client) => strategy.Merge(Input(known, server, client));

    private MergeInput Input(MergeSide? known, MergeSide server, MergeSide client) => new()
    {
        Base = known?.Value,
        HasBase = known is not null,
        Server = server.Value,
        ServerStamp = server.Stamp,
        Client = client.Value,
        ClientStamp = client.Stamp,
        Kind = kind,
    };

    private bool AreSame(MergeResult left, MergeResult right) =>
        left.IsMerged == right.IsMerged && (!left.IsMerged || AreSame(left.Value, right.Value));

    private bool AreSame(JsonElement? left, JsonElement? right) => ValueComparer.AreEqual(kind, left, right);

    private static Stamp? Later(MergeSide left, MergeSide right) =>
        left.Stamp is { } a && right.Stamp is { } b && a.CompareTo(b) > 0 ? left.Stamp : right.Stamp ?? left.Stamp;
}
