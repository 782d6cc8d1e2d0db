using Athens.Sync.Wire;

namespace Athens.Sync.Client;

/// <summary>How a device synchronizes.</summary>
public sealed record SyncClientOptions
{
    /// <summary>The scopes to keep a replica of; null stands for the user's own. The first is where new entities go.</summary>
    public IReadOnlyList<string?> Scopes { get; init; } = [null];

    /// <summary>
    /// Who is signed in. A new store becomes this user's; one that is another user's is refused by the first call, with
    /// <see cref="StoreFailure.OtherUser"/>. Null leaves it to the app that nobody sends what another one made.
    /// </summary>
    public SyncUser? User { get; init; }

    /// <summary>
    /// The most changes of one push, beside what a critical one among them builds on, which comes on top up to <see cref="SyncLimits.ChangesMax"/>. 1 or more; 400 unless
    /// set, for a server takes 500. A client begins with 100 at most, doubles that with each full push that is answered, halves it with each that is refused whole, begins
    /// anew after a network that failed, grows slowly near a size that failed, and takes 200 at most while the app saves.
    /// </summary>
    public int PushBatch { get; init; } = 400;

    /// <summary>How often a change is sent by itself, and refused with its whole request or answered with more than is read, before it is set aside. 5.</summary>
    public int AttemptsMax { get; init; } = 5;

    /// <summary>How long a change that was taken in is kept in the outbox. 7 days.</summary>
    public TimeSpan SyncedRetention { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The most entities of one pull page; null leaves it to the server. While the app saves, 200 at most.</summary>
    public int? PullPage { get; init; }

    /// <summary>
    /// The most requests of each half of a cycle. 10,000. A server that has more to say each time, or takes nothing, ends the half; what is
    /// left goes with the next cycle.
    /// </summary>
    public int RequestsMax { get; init; } = 10_000;

    /// <summary>The limits of the wire.</summary>
    public SyncLimits Limits { get; init; } = SyncLimits.Default;
}
