using Athens.Sync.Testing;

namespace Athens.Sync.Tests.Merging.Laws;

/// <summary>Says, without the engine's code, whether a merge lost something that a side wrote.</summary>
internal interface IVisibility
{
    bool HasLost(LawSubject subject, MergeSide? known, MergeSide written, MergeSide result);
}
