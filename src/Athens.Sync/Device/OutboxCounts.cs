namespace Athens.Sync.Device;

/// <summary>How many changes of an outbox stand where.</summary>
public sealed record OutboxCounts
{
    /// <summary>Not sent yet.</summary>
    public int Pending { get; init; }

    /// <summary>Sent and without a verdict.</summary>
    public int Syncing { get; init; }

    /// <summary>Taken in, and still kept.</summary>
    public int Synced { get; init; }

    /// <summary>In need of a decision.</summary>
    public int Conflict { get; init; }

    /// <summary>Refused.</summary>
    public int Failed { get; init; }

    /// <summary>Those without a verdict.</summary>
    public int Waiting => Pending + Syncing;

    /// <summary>These counts with a difference for each status, by its number.</summary>
    internal OutboxCounts Add(ReadOnlySpan<int> differences) => new()
    {
        Pending = Pending + differences[(int)OutboxStatus.Pending],
        Syncing = Syncing + differences[(int)OutboxStatus.Syncing],
        Synced = Synced + differences[(int)OutboxStatus.Synced],
        Conflict = Conflict + differences[(int)OutboxStatus.Conflict],
        Failed = Failed + differences[(int)OutboxStatus.Failed],
    };

    /// <summary>These counts with one status changed by a difference.</summary>
    public OutboxCounts Add(OutboxStatus status, int difference) => status switch
    {
        OutboxStatus.Pending => this with { Pending = Pending + difference },
        OutboxStatus.Syncing => this with { Syncing = Syncing + difference },
        OutboxStatus.Synced => this with { Synced = Synced + difference },
        OutboxStatus.Conflict => this with { Conflict = Conflict + difference },
        _ => this with { Failed = Failed + difference },
    };
}
