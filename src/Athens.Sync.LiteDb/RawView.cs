using Athens.Sync.Device;
using LiteDB;

namespace Athens.Sync.LiteDb;

/// <summary>A look as rows; made into records where the call came from, so that the owner thread goes on.</summary>
internal sealed record RawView
{
    public required IReadOnlyList<BsonDocument> State { get; init; }

    public required IReadOnlyList<BsonDocument> Replicas { get; init; }

    public required IReadOnlyList<BsonDocument> Items { get; init; }

    /// <summary>Positions of items that are not wanted, for the caller has them.</summary>
    public required IReadOnlyCollection<long> Held { get; init; }

    public DeviceView Read(RecordCodec codec) => new()
    {
        State = State.Count == 0 ? new DeviceState() : Rows.State(State[0], codec),
        Replicas = Replicas.DistinctBy(row => row[Rows.Id]).Select(row => Rows.Replica(row, codec)).ToDictionary(replica => replica.Id),
        Items = [.. Items.ExceptBy(Held, row => row[Rows.Id].AsInt64).Select(row => Rows.Item(row, codec)).OrderBy(item => item.Position)],
    };
}
