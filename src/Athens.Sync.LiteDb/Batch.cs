using Athens.Sync.Device;
using LiteDB;

namespace Athens.Sync.LiteDb;

/// <summary>A commit as rows: made where the call came from, so that nothing can be wrong with it once the transaction is open.</summary>
internal sealed record Batch
{
    public required long Revision { get; init; }

    public required BsonDocument State { get; init; }

    public required IReadOnlyList<BsonDocument> PutReplicas { get; init; }

    public required IReadOnlyList<BsonValue> DeleteReplicas { get; init; }

    public required IReadOnlyList<BsonDocument> PutItems { get; init; }

    public required IReadOnlyList<BsonValue> DeleteItems { get; init; }

    public static Batch Of(DeviceCommit commit, RecordCodec codec) => new()
    {
        Revision = commit.State.Revision,
        State = Rows.Of(commit.State, codec),
        PutReplicas = [.. commit.PutReplicas.Select(replica => Rows.Of(replica, codec))],
        DeleteReplicas = [.. commit.DeleteReplicas.Select(Rows.IdOf)],
        PutItems = [.. commit.PutItems.Select(item => Rows.Of(item, codec))],
        DeleteItems = [.. commit.DeleteItems.Select(position => new BsonValue(position))],
    };
}
