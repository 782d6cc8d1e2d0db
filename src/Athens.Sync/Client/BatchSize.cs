namespace Athens.Sync.Client;

/// <summary>
/// How many changes the next push holds: twice as many after a full one that is answered, half as many after one that is refused whole. Near what was
/// refused or cut off it grows slowly, for it may be that the server takes, or the network carries, no more.
/// </summary>
/// <param name="most">What it never exceeds.</param>
internal sealed class BatchSize(int most)
{
    /// <summary>The first is no larger, nor the one after a network that failed: what it cuts off is sent again as a whole.</summary>
    private const int FirstMax = 100;

    /// <summary>The part of itself by which it grows slowly.</summary>
    private const int SlowPart = 16;

    /// <summary>A size that was too large when it was tried last.</summary>
    private long tooMany = long.MaxValue;

    private bool isFalling;

    public int Changes { get; private set; } = Math.Min(most, FirstMax);

    /// <summary>A push of so many was answered. One that was not full shows nothing.</summary>
    public void Answered(int count)
    {
        isFalling = false;
        if (count < Changes)
            return;
        if (count >= tooMany)
            tooMany = long.MaxValue;
        long next = 2L * Changes;
        if (next >= tooMany)
            next = Changes + Math.Max(1L, Changes / SlowPart);
        Changes = (int)Math.Min(next, most);
    }

    /// <summary>A push of so many was refused. The first of several refusals counts: those after it look for the change at fault.</summary>
    public void Refused(int count)
    {
        if (!isFalling)
            tooMany = count;
        isFalling = true;
        Changes = Math.Max(1, Math.Min(Changes, count) / 2);
    }

    /// <summary>The network failed with a push of so many under way.</summary>
    public void CutOff(int count)
    {
        if (count > FirstMax)
            tooMany = count;
        Changes = Math.Min(Changes, FirstMax);
    }
}
