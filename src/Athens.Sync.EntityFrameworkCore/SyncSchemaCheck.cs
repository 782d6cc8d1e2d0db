namespace Athens.Sync.EntityFrameworkCore;

/// <summary>One thing that the engine needs of a database, and whether it is there.</summary>
/// <param name="Name">What was looked at, such as <c>unique idempotency key</c>.</param>
/// <param name="Problem">What is wrong and what to do about it; null where nothing is.</param>
public sealed record SyncSchemaCheck(string Name, string? Problem)
{
    /// <summary>True where nothing is wrong.</summary>
    public bool IsPassed => Problem is null;
}
