using Athens.Sync.Server;
using Athens.Sync.Tests.Wire;
using Athens.Sync.Tests.Worlds;
using Athens.Sync.Wire;

namespace Athens.Sync.Tests.Server;

/// <summary>A change that cannot be read was not taken in: what builds on it waits, and nothing else does.</summary>
public sealed class UnreadableChangeTests
{
    private static readonly SyncCaller North = World.Caller("u", "north");
    private readonly World world = new();

    [Fact]
    public async Task Changes_AfterAnUnreadableOneOfTheirEntity_Wait()
    {
        PushResponse response = await PushAsync(
            """{"entity":"job","op":"create","offline_id":"o1","server_id":"j1","data":{"title":"first"}}""",
            """{"entity":"job","op":"update","offline_id":"o2","server_id":"j1","client_version":"one","data":{"title":"second"}}""",
            """{"entity":"job","op":"update","offline_id":"o3","server_id":"j1","client_version":1,"data":{"notes":"third"}}""",
            """{"entity":"job","op":"create","offline_id":"o4","server_id":"j2","data":{"title":"other"}}""");

        Assert.Equal(["o1", "o4"], response.Applied.Select(a => a.OfflineId));
        Assert.Equal("o2", Assert.Single(response.Rejected).OfflineId);
        Assert.Equal(("o3", ConflictReason.PredecessorUnresolved), Assert.Single(response.Conflicts) is var c ? (c.OfflineId, c.Reason) : default);
    }

    [Fact]
    public async Task Child_OfAnEntityWhoseCreateIsUnreadable_Waits()
    {
        PushResponse response = await PushAsync(
            """{"entity":"job","op":"create","offline_id":"o1","server_id":"j1","data":{"title":"\ud800"}}""",
            """7""",
            """{"entity":"photo","op":"append","offline_id":"o2","server_id":"p1","data":{"job_id":"j1","caption":"x"}}""");

        Assert.Equal(2, response.Rejected.Count);
        Assert.Equal(("o2", ConflictReason.PredecessorUnresolved), Assert.Single(response.Conflicts) is var c ? (c.OfflineId, c.Reason) : default);
    }

    private Task<PushResponse> PushAsync(params string[] changes) => world.Server.PushAsync(PushRequestReaderTests.Read(PushRequestReaderTests.Body(changes)), North);
}
