namespace Athens.Sync.Device;

/// <summary>What a device knows of itself: one record a store. Immutable.</summary>
public sealed record DeviceState
{
    /// <summary>For how many numbers the mark waits for a change that was set aside.</summary>
    private const int HeldMax = 10_000;

    /// <summary>Grows by one with each commit; 0 in a new store.</summary>
    public long Revision { get; init; }

    /// <summary>The device's id; empty until the engine first opens the store.</summary>
    public string DeviceId { get; init; } = "";

    /// <summary>The version of the app's schema that what is stored is in; null until an engine has noted it.</summary>
    public int? SchemaVersion { get; init; }

    /// <summary>Whose store it is; null until an engine opens it for somebody.</summary>
    public SyncUser? Owner { get; init; }

    /// <summary>The id before the device registered anew; null when it never did.</summary>
    public string? FormerDeviceId { get; init; }

    /// <summary>Names the run of change numbers.</summary>
    public string Generation { get; init; } = "";

    /// <summary>The number that the next change gets when it is first sent.</summary>
    public long NextNumber { get; init; } = 1;

    /// <summary>
    /// The numbers of changes that were set aside without a verdict. The device does not acknowledge beyond the least of them, so that
    /// the server still knows whether it took them in.
    /// </summary>
    public IReadOnlyList<long> SetAside
    {
        get;
        // A record of a build that did not know the member is read as null.
        init => field = value ?? [];
    } = [];

    /// <summary>The numbers of <see cref="SetAside"/> that hold the mark: not without end, or the server's bookkeeping would grow for as long as nobody decides.</summary>
    internal IEnumerable<long> Held => SetAside.Where(number => NextNumber - number <= HeldMax);

    /// <summary>The position that the next change gets in the outbox.</summary>
    public long NextPosition { get; init; } = 1;

    /// <summary>How many temporary keys were made; the last one is this number, negative.</summary>
    public long LastTemporaryKey { get; init; }

    /// <summary>The server history that the replica is of; null before the first pull.</summary>
    public string? Epoch { get; init; }

    /// <summary>The history that a fresh pull leaves behind; null when none is under way, or it went on in the same history.</summary>
    public string? FormerEpoch { get; init; }

    /// <summary>True when the server's history is another one, and changes that it had taken in are to be offered again.</summary>
    public bool OffersAgain { get; init; }

    /// <summary>The checkpoint of each scope and lane, by <c>scope/lane</c>.</summary>
    public IReadOnlyDictionary<string, string> Checkpoints { get; init; } = new Dictionary<string, string>();

    /// <summary>Grows each time the replica is pulled afresh; what an earlier round left and this one does not confirm is gone.</summary>
    public long Round { get; init; }

    /// <summary>How often something happened after which a taken-in change may wait for a pull in vain: a repeated answer, a fresh pull.</summary>
    public long Replays { get; init; }

    /// <summary>What <see cref="Replays"/> was when a pull last ended and what still waited was ended with it.</summary>
    public long ReplaysSwept { get; init; }

    /// <summary>True while a fresh pull is under way.</summary>
    public bool IsRefreshing { get; init; }

    /// <summary>When the last cycle ended well.</summary>
    public DateTimeOffset? LastSyncAt { get; init; }

    /// <summary>The server's clock at the last complete pull: how old what the user sees is.</summary>
    public DateTimeOffset? DataAsOf { get; init; }

    /// <summary>How many changes of the outbox stand where.</summary>
    public OutboxCounts Counts { get; init; } = new();

    /// <summary>The blocks of values that the server leased to the device.</summary>
    public IReadOnlyList<ValueBlock> Blocks
    {
        get;
        // A record of a build that did not know the member is read as null.
        init => field = value ?? [];
    } = [];

    /// <summary>Decisions that the server has yet to hear of.</summary>
    public IReadOnlyList<ResolvedConflict> Resolutions { get; init; } = [];
}
