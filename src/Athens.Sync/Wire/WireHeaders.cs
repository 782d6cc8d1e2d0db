namespace Athens.Sync.Wire;

/// <summary>The headers that the protocol adds to HTTP's own: for transports and endpoints.</summary>
public static class WireHeaders
{
    /// <summary>Of a page after which more is waiting: its checkpoint, told before the page.</summary>
    public const string Next = "Athens-Sync-Next";
}
