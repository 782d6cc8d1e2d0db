using Athens.Sync.Merging;
using Athens.Sync.Testing;

namespace Athens.Sync.Tests.Merging.Laws;

/// <summary>A value that is one piece: it is lost where a side moved and the result is another.</summary>
internal sealed class WholeVisibility : IVisibility
{
    public bool HasLost(LawSubject subject, MergeSide? known, MergeSide written, MergeSide result)
    {
        bool wrote = known is { } b ? !ValueComparer.AreEqual(subject.Kind, b.Value, written.Value) : written.Value is not null;
        return wrote && !ValueComparer.AreEqual(subject.Kind, written.Value, result.Value);
    }
}
