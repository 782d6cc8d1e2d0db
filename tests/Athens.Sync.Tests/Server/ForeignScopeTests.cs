using System.Text.Json;
using Athens.Sync.Server;
using Athens.Sync.Tests.Worlds;
using Athens.Sync.Wire;

namespace Athens.Sync.Tests.Server;

/// <summary>Whatever is asked of a row of another scope, the answer is that of a row that does not exist, byte for byte.</summary>
public sealed class ForeignScopeTests
{
    private static readonly SyncCaller North = World.Caller("n", "north");
    private static readonly SyncCaller South = World.Caller("s", "south");
    private readonly World world = new();

    public static TheoryData<string, ChangeOp, string> Probes => new()
    {
        { "job", ChangeOp.Update, """{"title":"x"}""" },
        { "job", ChangeOp.UpdateStatus, """{"status":"submitted"}""" },
        { "job", ChangeOp.Update, """{"status":"closed"}""" },
        { "job", ChangeOp.Update, """{"approved_by":"me"}""" },
        { "job", ChangeOp.Delete, "{}" },
        { "ticket", ChangeOp.Update, """{"title":"x"}""" },
        { "ticket", ChangeOp.Delete, "{}" },
    };

    private async Task SeedAsync()
    {
        PushResponse seeded = await world.PushAsync(
            North,
            Look.Change("""{"title":"theirs"}""", op: ChangeOp.Create),
            Look.Change("""{"title":"theirs"}""", op: ChangeOp.Create, id: new EntityId("job", "gone")) with { OfflineId = "gone" },
            new Change { Entity = "ticket", Op = ChangeOp.Create, OfflineId = "ticket", Data = World.F("""{"title":"theirs"}""") });
        Assert.Equal("1", seeded.Applied[2].ServerId);
        await world.PushAsync(North, Look.Change("{}", version: 1, op: ChangeOp.Delete, id: new EntityId("job", "gone")) with { OfflineId = "delete" });
    }

    private async Task<string> AnswerAsync(Change change) =>
        JsonSerializer.Serialize(await world.Server.PushAsync(new PushRequest { DeviceId = "d", Changes = [change] }, South), WireJson.Instance.PushResponse);

    [Theory]
    [MemberData(nameof(Probes))]
    public async Task Row_OfAnotherScope_IsAnsweredAsNone(string entity, ChangeOp op, string data)
    {
        await SeedAsync();
        (string foreign, string missing) = entity == "job" ? ("j", "k") : ("1", "2");
        foreach (long? version in new long?[] { null, 1, 9 })
        {
            Change probe = Look.Change(data, version: version, op: op, id: new EntityId(entity, missing));
            string expected = await AnswerAsync(probe);
            Assert.Contains("not_found", expected, StringComparison.Ordinal);
            Assert.Equal(expected, await AnswerAsync(probe with { ServerId = foreign }));
            if (entity == "job")
                Assert.Equal(expected, await AnswerAsync(probe with { ServerId = "gone" }));
        }
        Assert.Equal(1, (await world.ServerStateAsync())[new EntityId("job", "j")].Version);
    }

    [Fact]
    public async Task Key_OfAnotherScope_CannotBeMade_AndTellsNothing()
    {
        await SeedAsync();
        Change elsewhere = Look.Change("""{"title":"x","site_id":"west"}""", op: ChangeOp.Create, id: new EntityId("job", "new"));
        string expected = await AnswerAsync(elsewhere);
        Assert.Contains("not_found", expected, StringComparison.Ordinal);
        Assert.Equal(expected, await AnswerAsync(Look.Change("""{"title":"x"}""", op: ChangeOp.Create)));
        Assert.Equal(expected, await AnswerAsync(Look.Change("""{"title":"theirs"}""", op: ChangeOp.Create)));
        Assert.Equal(expected, await AnswerAsync(Look.Change("""{"title":"x"}""", op: ChangeOp.Create, id: new EntityId("job", "gone"))));
    }

    [Fact]
    public async Task Parent_OfAnotherScope_IsAnsweredAsNone()
    {
        await SeedAsync();
        Change probe = Look.Change("""{"job_id":"k","caption":"c"}""", op: ChangeOp.Append, id: new EntityId("photo", "p"));
        string expected = await AnswerAsync(probe);
        Assert.Contains("not_found", expected, StringComparison.Ordinal);
        foreach (string job in new[] { "j", "gone" })
            Assert.Equal(expected, await AnswerAsync(probe with { Data = probe.Data.With("job_id", World.J($"\"{job}\"")) }));
    }

    [Fact]
    public async Task Reference_ToAnotherScope_IsAnsweredAsToNone()
    {
        await SeedAsync();
        Change probe = Look.Change("""{"text":"x","ticket_id":2}""", op: ChangeOp.Create, id: new EntityId("errand", "e"));
        string expected = await AnswerAsync(probe);
        Assert.Contains("not_found", expected, StringComparison.Ordinal);
        Assert.Equal(expected, await AnswerAsync(probe with { Data = probe.Data.With("ticket_id", World.J("1")) }));
    }

    [Fact]
    public async Task Pull_OfAnotherScope_IsRefusedAsOfNone_AndOnesOwnHoldsNothingOfIt()
    {
        await SeedAsync();
        var refused = await Assert.ThrowsAsync<ScopeNotFoundException>(() => world.Server.PullAsync(new PullRequest { Scope = "north" }, South));
        var missing = await Assert.ThrowsAsync<ScopeNotFoundException>(() => world.Server.PullAsync(new PullRequest { Scope = "west" }, South));
        Assert.Equal(missing.Message.Replace("west", "north", StringComparison.Ordinal), refused.Message);
        Assert.Empty((await world.Server.PullAsync(new PullRequest(), South)).Changes);
    }
}
