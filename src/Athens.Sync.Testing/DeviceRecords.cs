using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Athens.Sync.Device;

namespace Athens.Sync.Testing;

/// <summary>Makes a device's records for tests: each is valid, and says only what the test is about.</summary>
public static class DeviceRecords
{
    /// <summary>The entity type of records whose test does not care.</summary>
    public const string Type = "order";

    /// <summary>The moment at which records are made: with an offset, and finer than a millisecond.</summary>
    public static DateTimeOffset At { get; } = new DateTimeOffset(2026, 3, 29, 1, 59, 59, TimeSpan.FromMinutes(330)).AddTicks(1_234_567);

    /// <summary>An update of one field, pending and shown, at a position in the outbox.</summary>
    public static OutboxItem Item(long position, string key = "k", OutboxStatus status = OutboxStatus.Pending, string type = Type) => new()
    {
        Position = position,
        Status = status,
        CreatedAt = At,
        Change = new Change
        {
            Entity = type,
            Op = ChangeOp.Update,
            OfflineId = string.Create(CultureInfo.InvariantCulture, $"change-{position}"),
            ServerId = key,
            ClientVersion = 1,
            Data = Fields("""{"title":"new"}"""),
            Base = Fields("""{"title":"old"}"""),
            ChangedAt = At,
        },
    };

    /// <summary>An item that uses everything that an item can hold.</summary>
    public static OutboxItem FullItem(long position, string key = "k") => Item(position, key, OutboxStatus.Conflict) with
    {
        Change = FullChange(key),
        Sent = FullChange("-7"),
        Attempts = 3,
            Round = 12,
        SettledAt = At.AddDays(1),
        ConfirmedVersion = long.MaxValue,
        Generation = "generation",
        Result = Fields("""{"status":"closed"}"""),
        Conflict = Conflicted(key),
        Rejection = new RejectedChange { Entity = Type, OfflineId = "full", Reason = RejectionReason.ValidationError, Detail = Value("""{"title":"too long"}""") },
        IsSetAside = true,
        IsShown = false,
        BlockedBy = "order/other",
    };

    /// <summary>The replica of an entity in step with the server.</summary>
    public static ReplicaEntity Replica(string key, string type = Type) => new()
    {
        Type = type,
        Key = key,
        Version = 1,
        Server = Fields("""{"title":"server"}"""),
        Local = Fields("""{"title":"server"}"""),
    };

    /// <summary>A replica that uses everything that a replica can hold.</summary>
    public static ReplicaEntity FullReplica(string key) => Replica(key) with
    {
        Version = long.MaxValue,
        Local = Fields("""{"title":"local"}"""),
        IsDeleted = true,
        IsDeletedHere = true,
        Round = long.MaxValue,
        SyncState = EntitySyncState.Conflict,
        AwaitsParent = true,
        AssignedKey = "7",
        NamedBy = [1, long.MaxValue],
        Scope = "site-a",
    };

    /// <summary>A device's record at a revision.</summary>
    public static DeviceState State(long revision) => new() { Revision = revision, DeviceId = "device", Generation = "generation" };

    /// <summary>A device's record that uses everything that it can hold.</summary>
    public static DeviceState FullState(long revision) => State(revision) with
    {
        SchemaVersion = int.MaxValue,
        Owner = new SyncUser { User = "ann", Tenant = "acme" },
        FormerDeviceId = "former",
        FormerEpoch = "epoch before",
        OffersAgain = true,
        Round = long.MaxValue,
        IsRefreshing = true,
        NextNumber = long.MaxValue,
        NextPosition = long.MaxValue - 1,
        LastTemporaryKey = long.MaxValue,
        Replays = long.MaxValue,
        ReplaysSwept = long.MaxValue - 1,
        SetAside = [7, long.MaxValue],
        Epoch = "epoch",
        Checkpoints = new Dictionary<string, string> { ["Site-A/critical"] = "c1", ["site-a/critical"] = "c2", [""] = "" },
        LastSyncAt = At,
        DataAsOf = At.ToOffset(TimeSpan.FromHours(-11)),
        Counts = new OutboxCounts { Pending = 1, Syncing = 2, Synced = 3, Conflict = 4, Failed = int.MaxValue },
        Resolutions = [new ResolvedConflict { OfflineId = "full", Entity = Type, ServerId = "k", Resolution = ResolutionKind.UseServer, At = At }],
        Blocks = [new ValueBlock { Entity = Type, Field = "number", Next = long.MaxValue - 1, Last = long.MaxValue, ExpiresAt = At, DeviceId = "device", Epoch = "epoch" }],
    };

    /// <summary>A map of fields from a JSON object.</summary>
    public static FieldValues Fields([StringSyntax(StringSyntaxAttribute.Json)] string json) => FieldValues.Parse(json);

    /// <summary>A value from JSON.</summary>
    public static JsonElement Value([StringSyntax(StringSyntaxAttribute.Json)] string json) => JsonElement.Parse(json);

    private static Change FullChange(string key) => new()
    {
        Entity = Type,
        Op = ChangeOp.UpdateStatus,
        OfflineId = "full",
        Number = long.MaxValue,
        ServerId = key,
        ClientVersion = long.MaxValue,
        Data = Fields("""{"status":"issued"}"""),
        Base = Fields("""{"status":"draft"}"""),
        ChangedAt = At,
        SchemaVersion = int.MaxValue,
        Traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        Resolves = new ResolvedConflict { OfflineId = "earlier", Entity = Type, ServerId = key, Resolution = ResolutionKind.KeepMine, At = At },
    };

    private static ConflictedChange Conflicted(string key) => new()
    {
        Entity = Type,
        OfflineId = "full",
        ServerId = key,
        Reason = ConflictReason.StaleVersion,
        ClientVersion = 1,
        ServerVersion = long.MaxValue,
        Detail = "The server moved on.",
        Fields = new Dictionary<string, FieldConflict>
        {
            ["status"] = new() { Client = Value("\"issued\""), Server = Value("\"closed\""), Base = Value("\"draft\""), MergeHint = "manual" },
            ["Status"] = new() { Client = Value("null"), Server = Value("null"), Base = Value("null"), MergeHint = "manual" },
            ["STATUS"] = new() { MergeHint = "manual" },
        },
        ServerState = Fields("""{"status":"closed"}"""),
    };
}
