using System.Collections.Frozen;

namespace Athens.Ptw.Permits;

/// <summary>The states of a permit, and from each the states that it may move to.</summary>
public static class PermitStatus
{
    public const string Draft = "draft";
    public const string Submitted = "submitted";
    public const string UnderReview = "under_review";
    public const string Approved = "approved";
    public const string Active = "active";
    public const string Suspended = "suspended";
    public const string Completed = "completed";
    public const string Expired = "expired";
    public const string Rejected = "rejected";
    public const string Cancelled = "cancelled";

    public static IReadOnlyDictionary<string, string[]> Transitions { get; } =
        new Dictionary<string, string[]>
        {
            [Draft] = [Submitted, Cancelled],
            [Submitted] = [UnderReview, Rejected, Draft],
            [UnderReview] = [Approved, Rejected, Submitted],
            [Approved] = [Active, Cancelled],
            [Active] = [Completed, Suspended, Expired],
            [Suspended] = [Active, Cancelled],
            [Rejected] = [Draft],
            [Completed] = [],
            [Expired] = [],
            [Cancelled] = [],
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>From approval on, what was approved no longer changes.</summary>
    public static IReadOnlyList<string> ApprovedAndLater { get; } =
        [Approved, Active, Suspended, Completed, Expired, Cancelled];
}
