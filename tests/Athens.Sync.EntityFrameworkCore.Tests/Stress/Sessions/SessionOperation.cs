namespace Athens.Sync.EntityFrameworkCore.Tests.Stress.Sessions;

/// <summary>One call of a session: a transaction that wrote, or a feed read to its end, which adds to what the session read before.</summary>
internal sealed record SessionOperation
{
    public required string Session { get; init; }

    public required string Scope { get; init; }

    public bool IsWrite { get; init; }

    /// <summary>When it was called, on a clock that counts and that all sessions share.</summary>
    public required long Invoked { get; init; }

    /// <summary>When its answer was there.</summary>
    public required long Completed { get; init; }

    public required IReadOnlyList<Observation> Observed { get; init; }
}
