namespace Athens.Ptw.Signatures;

/// <summary>A person's signature under a permit. Never altered: a changed mind is a second signature.</summary>
public sealed class Signature
{
    public string Id { get; set; } = "";

    public string PermitId { get; set; } = "";

    /// <summary>In what capacity the person signs, such as <c>approver</c> or <c>work_party</c>.</summary>
    public string Role { get; set; } = "";

    /// <summary>The name as the person gives it: who signs on a shared device need not be its user.</summary>
    public string SignerName { get; set; } = "";

    public DateTimeOffset SignedAt { get; set; }

    /// <summary>The drawn signature, as SVG text.</summary>
    public string Image { get; set; } = "";

    /// <summary>The server's: the user whose device it was signed on.</summary>
    public string? SignedBy { get; set; }
}
