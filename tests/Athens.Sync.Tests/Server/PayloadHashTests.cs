using Athens.Sync.Server;
using Athens.Sync.Tests.Worlds;

namespace Athens.Sync.Tests.Server;

/// <summary>Two changes are the same change where they ask for the same, in whatever way it is written.</summary>
public sealed class PayloadHashTests
{
    private static readonly Change Some = Look.Change("""{"a":1,"b":[1]}""", """{"a":0}""", 3);

    [Fact]
    public void SameChange_WrittenOtherwise_HasTheSameHash()
    {
        string hash = PayloadHash.Of(Some);
        Assert.Matches("^[0-9a-f]{64}$", hash);
        Assert.Equal(hash, PayloadHash.Of(Some with { Data = World.F("""{"b":[1],"a":1}""") }));
        Assert.Equal(hash, PayloadHash.Of(Some with { OfflineId = "other", Number = 7, ChangedAt = DateTimeOffset.UnixEpoch, SchemaVersion = 2, Traceparent = "t" }));
    }

    [Fact]
    public void ChangesThatAskForSomethingElse_HaveOtherHashes()
    {
        Change[] others =
        [
            Some,
            Some with { Entity = "photo" },
            Some with { Op = ChangeOp.UpdateStatus },
            Some with { ServerId = "k" },
            Some with { ServerId = null },
            Some with { ClientVersion = 4 },
            Some with { ClientVersion = null },
            Some with { Data = World.F("""{"a":1,"b":[2]}""") },
            Some with { Base = World.F("""{"a":2}""") },
            Some with { Base = FieldValues.Empty },
            Some with { Base = null },
        ];
        Assert.Equal(others.Length, others.Select(PayloadHash.Of).Distinct().Count());
    }
}
