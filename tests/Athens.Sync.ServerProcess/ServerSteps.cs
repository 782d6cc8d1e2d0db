namespace Athens.Sync.ServerProcess;

/// <summary>The steps at which a life of the server may end, by what it is about.</summary>
public static class ServerSteps
{
    public const string PushReceived = "push-received";
    public const string PullReceived = "pull-received";
    public const string UnitBefore = "unit-before";
    public const string Begun = "begun";
    public const string CommitBefore = "commit-before";
    public const string CommitAfter = "commit-after";
    public const string UnitAfter = "unit-after";
    public const string PageRead = "page-read";
    public const string PushAnswering = "push-answering";
    public const string PullAnswering = "pull-answering";

    /// <summary>What a statement of a transaction did, by how it begins and the table that it is about.</summary>
    private static readonly (string Verb, string Table, string Step)[] Statements =
    [
        ("INSERT", "athens_sync_changes", "recorded"),
        ("DELETE", "athens_sync_changes", "pruned"),
        ("INSERT", "athens_sync_devices", "marked"),
        ("INSERT", "athens_sync_leases", "leased"),
        ("INSERT", "athens_sync_series", "allocated"),
        ("INSERT", "athens_sync_positions", "position-noted"),
        ("INSERT", "athens_sync_counters", "feed-written"),
        ("INSERT", "athens_sync_entries", "feed-written"),
        ("DELETE", "athens_sync_entries", "tombstones-collected"),
        ("INSERT", "sheets", "row-written"),
        ("UPDATE", "sheets", "row-written"),
        ("DELETE", "sheets", "row-deleted"),
    ];

    /// <summary>Every step, as the server comes to them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        PushReceived, UnitBefore, Begun, .. Statements.Select(statement => statement.Step).Distinct(), CommitBefore, CommitAfter, UnitAfter, PushAnswering,
        PullReceived, PageRead, PullAnswering,
    ];

    /// <summary>The step that a statement is; null for one that is none.</summary>
    public static string? Of(string sql)
    {
        ArgumentNullException.ThrowIfNull(sql);
        string[] words = sql.Split(' ', 4, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string table = words is ["INSERT" or "DELETE", _, var of, ..] ? of : words is ["UPDATE", var updated, ..] ? updated : "";
        return Statements.FirstOrDefault(statement => statement.Verb == words[0] && statement.Table == table.Trim('"')).Step
            // PostgreSQL writes the feed by one statement with parts.
            ?? (words[0] == "WITH" && sql.Contains("athens_sync_entries", StringComparison.Ordinal) ? "feed-written" : null);
    }
}
