namespace Athens.Ptw.Isolation;

/// <summary>One valve, breaker or spade that must be shut and locked before the work starts.</summary>
public sealed class IsolationPoint
{
    public string Id { get; set; } = "";

    public string PermitId { get; set; } = "";

    /// <summary>The tag on the equipment, such as <c>V-1204 inlet valve</c>.</summary>
    public string Name { get; set; } = "";

    public string Status { get; set; } = IsolationStatus.Assigned;

    /// <summary>The numbers of the locks that are on it; a set, kept in the order it was given.</summary>
    public List<string> LockIds { get; set; } = [];

    /// <summary>The server's: the user who verified that it is isolated.</summary>
    public string? VerifiedBy { get; set; }
}
