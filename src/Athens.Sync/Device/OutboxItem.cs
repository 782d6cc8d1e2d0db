using System.Text.Json.Serialization;

namespace Athens.Sync.Device;

/// <summary>One change in the outbox. Immutable; each step of its life is a new value with the same <see cref="Position"/>.</summary>
public sealed record OutboxItem
{
    /// <summary>How far ahead of others urgent changes are in the order of sending: further than positions ever go.</summary>
    private const long UrgentLead = 1L << 62;

    /// <summary>The place in the outbox: unique, growing, never used again.</summary>
    public required long Position { get; init; }

    /// <summary>The change.</summary>
    public required Change Change { get; init; }

    /// <summary>
    /// The change as it was sent, where the device has come to know it otherwise: by the keys that the server gave meanwhile, or in
    /// the shape of a newer schema. It is sent again as this. Null where <see cref="Change"/> is what was, or will be, sent.
    /// </summary>
    public Change? Sent { get; init; }

    /// <summary>Where it stands.</summary>
    public required OutboxStatus Status { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>True for a change of a critical type: it is sent before others.</summary>
    public bool IsUrgent { get; init; }

    /// <summary>The generation that the change's number belongs to; null until it is first sent.</summary>
    public string? Generation { get; init; }

    /// <summary>How often it was sent.</summary>
    public int Attempts { get; init; }

    /// <summary>When it got its verdict, or was closed.</summary>
    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>The version that the server gave it; null until it is taken in.</summary>
    public long? ConfirmedVersion { get; init; }

    /// <summary>What the change's fields became on the server; null until it is taken in.</summary>
    [JsonIgnore]
    public FieldValues? Result { get; init; }

    /// <summary>The result as it is kept, where it is another than what the change says.</summary>
    [JsonInclude]
    [JsonPropertyName("result")]
    internal FieldValues? ResultApart
    {
        get => IsTakenAsSaid ? null : Result;
        init => Result = value;
    }

    /// <summary>True when the result is what the change says, which is then kept once. It stands behind the two: a record is read in the order of its members.</summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    internal bool IsTakenAsSaid
    {
        get => Result is not null && Result.IsToTheLetter(Change.Data);
        init => Result = value ? Change.Data : Result;
    }

    /// <summary>The <see cref="DeviceState.Round"/> in which a conflict was told, null where none was: what it says of the server is of that history.</summary>
    public long? Round { get; init; }

    /// <summary>The verdict, when <see cref="Status"/> is <see cref="OutboxStatus.Conflict"/>.</summary>
    public ConflictedChange? Conflict { get; init; }

    /// <summary>The verdict, when <see cref="Status"/> is <see cref="OutboxStatus.Failed"/>.</summary>
    public RejectedChange? Rejection { get; init; }

    /// <summary>
    /// True when the change has no verdict and was set aside, because the server refused every request that carried it,
    /// or answered more than this client reads. Whether it was taken in all the same is not known, so it can only be sent again as it is, or dropped.
    /// </summary>
    public bool IsSetAside { get; init; }

    /// <summary>True as long as the replica's local state shows this change over the server's state.</summary>
    public bool IsShown { get; init; } = true;

    /// <summary>The entity whose undecided change this one waits for, as <c>type/key</c>; null when it waits for none.</summary>
    public string? BlockedBy { get; init; }

    /// <summary>The change as it travels.</summary>
    [JsonIgnore]
    public Change Wire => Sent is null ? Change : Sent with { Number = Change.Number };

    /// <summary>The entity that the change is of.</summary>
    [JsonIgnore]
    public EntityId Entity => new(Change.Entity, Change.ServerId!);

    /// <summary>
    /// The place in the order of sending, which stores keep an index over: urgent changes first, then by position. Null when the
    /// change cannot go into the next push.
    /// </summary>
    [JsonIgnore]
    public long? SendOrder => !IsSendable ? null : IsUrgent ? Position - UrgentLead : Position;

    /// <summary>True when the change can go into the next push.</summary>
    [JsonIgnore]
    public bool IsSendable => Status is OutboxStatus.Syncing || (Status is OutboxStatus.Pending && BlockedBy is null);

    /// <summary>True while the change matters to its entity: it is shown, or without a final verdict.</summary>
    [JsonIgnore]
    public bool IsOpen => IsShown || Status is not OutboxStatus.Synced;
}
