using Athens.Sync.Merging;
using Athens.Sync.Testing;

namespace Athens.Sync.Tests.Merging.Laws;

/// <summary>What must be true of any merge, beside what <see cref="MergeLawCheck"/> checks.</summary>
internal static class MergeJudge
{
    public static IEnumerable<string> FindBroken(LawSubject subject, MergeSide known, MergeSide server, MergeSide client) =>
        new MergeLawCheck(subject.Strategy, subject.Kind).FindBroken(known, server, client)
            .Concat(Judge(subject, known, server, client))
            .Concat(Judge(subject, null, server, client))
            .Concat(JudgeGrowth(subject, server, client));

    private static IEnumerable<string> Judge(LawSubject subject, MergeSide? known, MergeSide server, MergeSide client)
    {
        FieldMerge merge = ThreeWayMerge.Merge(subject.Strategy, subject.Input(known, server, client));
        if (merge.Row is MergeRow.Conflict)
        {
            if (merge.Drops || !ValueComparer.AreEqual(subject.Kind, merge.Value, server.Value))
                yield return $"A conflict changed something {Where(subject, known, server, client)}.";
            yield break;
        }
        var result = new MergeSide(merge.Value);
        if (subject.Atoms is { } atoms && atoms(result).Except(new[] { known ?? default, server, client }.SelectMany(atoms)).FirstOrDefault() is { } made)
            yield return $"{made} was invented {Where(subject, known, server, client)}: {result}.";
        if (subject.Visibility is { } visibility && HasLost(visibility, subject, known, server, client, result) != merge.Drops)
            yield return $"{(merge.Drops ? "Nothing was lost, and it says there was" : "A written value was lost in silence")} {Where(subject, known, server, client)}: {result}.";
    }

    private static string Where(LawSubject subject, MergeSide? known, MergeSide server, MergeSide client) =>
        $"by {subject.Name} for base {known?.ToString() ?? "unknown"}, server {server}, client {client}";

    private static bool HasLost(IVisibility visibility, LawSubject subject, MergeSide? known, MergeSide server, MergeSide client, MergeSide result) =>
        visibility.HasLost(subject, known, server, result) || visibility.HasLost(subject, known, client, result);

    private static IEnumerable<string> JudgeGrowth(LawSubject subject, MergeSide server, MergeSide client)
    {
        MergeResult bare = subject.Strategy.Merge(subject.Input(null, server, client));
        if (subject.HasAllOf is not { } hasAllOf || !bare.IsMerged)
            yield break;
        var result = new MergeSide(bare.Value);
        if (!hasAllOf(server, result) || !hasAllOf(client, result))
            yield return $"Something shrank by {subject.Name} for server {server}, client {client}: {result}.";
    }
}
