using Athens.Sync.Device;

namespace Athens.Sync.Client;

/// <summary>
/// How much a cycle takes in one step. A save of the app waits for the commit that is under way: while the app saves, the steps are short,
/// and when it is quiet for a while, long.
/// </summary>
internal sealed class Pace(AppUse use)
{
    /// <summary>The most changes, or entities, of a short step.</summary>
    public const int Short = 200;

    /// <summary>How many steps without a save make a quiet while.</summary>
    private const int QuietSteps = 20;

    private int seen;
    private int left;

    /// <summary>A cycle begins: what was saved before it says nothing.</summary>
    public void Begin() => (seen, left) = (use.Writes, 0);

    /// <summary>True when the next step is to be a short one.</summary>
    public bool IsShort()
    {
        int now = use.Writes;
        left = now != seen ? QuietSteps : Math.Max(0, left - 1);
        seen = now;
        return left > 0;
    }
}
