using System.Text;
using DiffPlex;
using DiffPlex.Chunkers;
using DiffPlex.Model;

namespace Athens.Sync.Merging;

/// <summary>
/// Merges two edits of a text by line. DiffPlex finds what each edit changed; the two lists of changes are put together
/// here, as its own three-way merge loses insertions at the end of a text and edits that overlap, and reports success.
/// </summary>
internal static class LineMerge
{
    /// <summary>Texts of more lines than this are not compared: it takes time with the square of their number.</summary>
    private const int LinesMax = 4096;

    /// <summary>
    /// The text with both edits; null where they touch. A merge that would come out otherwise when it is made again, on a text
    /// that has one of the edits already, is none either.
    /// </summary>
    public static string? Merge(string known, string client, string server)
    {
        if (IsLong(known) || IsLong(client) || IsLong(server))
            return null;
        DiffResult left = Diff(known, client), right = Diff(known, server);
        if (Merge(left, right) is not { } merged)
            return null;
        DiffResult both = Diff(known, merged);
        return Merge(left, both) == merged && Merge(both, right) == merged ? merged : null;
    }

    private static string? Merge(DiffResult left, DiffResult right)
    {
        var merged = new StringBuilder();
        int line = 0, l = 0, r = 0;
        while (l < left.DiffBlocks.Count || r < right.DiffBlocks.Count)
        {
            DiffBlock? leftBlock = left.DiffBlocks.ElementAtOrDefault(l), rightBlock = right.DiffBlocks.ElementAtOrDefault(r);
            bool touches = leftBlock is not null && rightBlock is not null && Touches(leftBlock, rightBlock);
            if (touches && !IsSame(left, leftBlock!, right, rightBlock!))
                return null;
            bool isLeft = rightBlock is null || (leftBlock is not null && leftBlock.DeleteStartA <= rightBlock.DeleteStartA);
            line = Apply(merged, isLeft ? left : right, isLeft ? leftBlock! : rightBlock!, line);
            l += touches || isLeft ? 1 : 0;
            r += touches || !isLeft ? 1 : 0;
        }
        return Append(merged, left.PiecesOld, line, left.PiecesOld.Count).ToString();
    }

    private static DiffResult Diff(string known, string edited) =>
        new Differ().CreateDiffs(known, edited, ignoreWhiteSpace: false, ignoreCase: false, new LineEndingsPreservingChunker());

    /// <summary>Adds the lines before the block as they were, and the block's new ones; returns the next line of the base.</summary>
    private static int Apply(StringBuilder merged, DiffResult diff, DiffBlock block, int line)
    {
        Append(merged, diff.PiecesOld, line, block.DeleteStartA);
        Append(merged, diff.PiecesNew, block.InsertStartB, block.InsertStartB + block.InsertCountB);
        return block.DeleteStartA + block.DeleteCountA;
    }

    private static StringBuilder Append(StringBuilder merged, IReadOnlyList<string> pieces, int from, int to)
    {
        for (int at = from; at < to; at++)
            merged.Append(pieces[at]);
        return merged;
    }

    private static bool Touches(DiffBlock left, DiffBlock right) =>
        left.DeleteStartA <= right.DeleteStartA + right.DeleteCountA && right.DeleteStartA <= left.DeleteStartA + left.DeleteCountA;

    private static bool IsSame(DiffResult left, DiffBlock leftBlock, DiffResult right, DiffBlock rightBlock) =>
        leftBlock.DeleteStartA == rightBlock.DeleteStartA
        && leftBlock.DeleteCountA == rightBlock.DeleteCountA
        && Inserted(left, leftBlock).SequenceEqual(Inserted(right, rightBlock), StringComparer.Ordinal);

    private static IEnumerable<string> Inserted(DiffResult diff, DiffBlock block) =>
        diff.PiecesNew.Skip(block.InsertStartB).Take(block.InsertCountB);

    private static bool IsLong(string text) => text.AsSpan().Count('\n') + text.AsSpan().Count('\r') > LinesMax;
}
