namespace Athens.Ptw.Host.Demo;

/// <summary>What the day came to.</summary>
/// <param name="Held">What the server and each device hold in the end.</param>
/// <param name="Merges">How many changes the server merged.</param>
/// <param name="Conflicts">How many changes a person had to decide.</param>
/// <param name="Unsettled">How many changes are still on a device, undecided or unsent.</param>
internal sealed record DemoResult(IReadOnlyList<HeldState> Held, int Merges, int Conflicts, int Unsettled)
{
    public bool AreEqual => Held.Select(state => state.Digest()).Distinct(StringComparer.Ordinal).Count() == 1;

    /// <summary>All hold the same, nothing is left over, and it was not for lack of anything to merge or to decide.</summary>
    public bool IsSound => AreEqual && Unsettled == 0 && Merges > 0 && Conflicts > 0;
}
