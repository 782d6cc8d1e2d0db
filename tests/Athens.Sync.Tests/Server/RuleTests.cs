using System.ComponentModel.DataAnnotations;
using Athens.Sync.InMemory;
using Athens.Sync.Server;
using Athens.Sync.Testing;
using Athens.Sync.Tests.Worlds;
using Athens.Sync.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace Athens.Sync.Tests.Server;

/// <summary>The app's own judgement: rules, what they set, and validation attributes.</summary>
public sealed class RuleTests
{
    private static readonly SyncModel Model = SyncModel.Create(m => m.Entity<Ticket>("ticket", e => e.Key(t => t.Id).Fields(t => t.Title, t => t.Count).Field(t => t.Owner).ServerOwned()));

    private static SyncServer ServerWith(Action<SyncServerBuilder> rules)
    {
        var services = new ServiceCollection();
        rules(services.AddAthensSyncServer(Model));
        return new SyncServer(Model, new InMemoryServerStore(Model, new CountingIds(1), services.BuildServiceProvider()), TimeProvider.System, new CountingIds(2));
    }

    private static Task<PushResponse> PushAsync(SyncServer server, string data, string key = "00000000-0000-7000-8000-00000000000a", ChangeOp op = ChangeOp.Create, long? version = null) => server.PushAsync(
        new PushRequest { DeviceId = "d", Changes = [new Change { Entity = "ticket", Op = op, OfflineId = $"{op}{data}", ServerId = key, ClientVersion = version, Data = World.F(data) }] },
        World.Caller("ann", SyncModel.DefaultScope));

    [Fact]
    public async Task Rule_ThatDenies_RejectsTheChangeAndNothingIsWritten()
    {
        SyncServer server = ServerWith(b => b.AddRule<NobodyRule>("ticket"));
        RejectedChange rejected = Assert.Single((await PushAsync(server, """{"title":"x","count":1}""")).Rejected);
        Assert.Equal((RejectionReason.PermissionDenied, "Nobody may."), (rejected.Reason, rejected.Detail.ToString()));
        Assert.Empty((await server.PullAsync(new PullRequest(), World.Caller("ann", SyncModel.DefaultScope))).Changes);
    }

    [Fact]
    public async Task Rule_ThatSetsAServerOwnedField_TellsItInTheAnswer()
    {
        SyncServer server = ServerWith(b => b.AddRule<OwnerRule>("ticket"));
        AppliedChange applied = Assert.Single((await PushAsync(server, """{"title":"x","count":1}""")).Applied);
        Assert.Equal("ann", applied.Data!["owner"].ToString());
    }

    [Fact]
    public async Task Rule_ThatWritesAValueInAnotherWay_IsNoConflictWithTheDevicesNextEdit()
    {
        var network = new FaultyTransport(new InProcessTransport(ServerWith(b => b.AddRule<TrimRule>("ticket")), World.Caller("ann", SyncModel.DefaultScope)));
        await using var device = new SyncClient(Model, new InMemoryDeviceStore(), network, TimeProvider.System, new CountingIds(3));
        await device.SyncAsync();
        var ticket = new Ticket { Title = " one" };
        await device.Set<Ticket>().SaveAsync(ticket);
        network.Meanwhile = () =>
        {
            ticket.Title = " two";
            return device.Set<Ticket>().SaveAsync(ticket);
        };

        SyncReport report = await device.SyncAsync();

        Assert.Equal((2, 0, 0), (report.Applied, report.Merged, report.Conflicts));
        Assert.Equal("two", (await device.Set<Ticket>().GetAsync(ticket.Id.ToString()))!.Title);
    }

    [Fact]
    public async Task ValidationAttributes_OfTheMergedState_RefuseByTheFieldsName()
    {
        SyncServer server = ServerWith(b => b.ValidateDataAnnotations());
        RejectedChange rejected = Assert.Single((await PushAsync(server, """{"title":"much too long","count":200}""")).Rejected);
        Assert.Equal(RejectionReason.ValidationError, rejected.Reason);
        Assert.Equal(["count", "title"], rejected.Detail!.Value.EnumerateObject().Select(p => p.Name).Order());
        Assert.Single((await PushAsync(server, """{"title":"short","count":1}""")).Applied);
        Assert.Single((await PushAsync(server, """{"count":101}""", op: ChangeOp.Update, version: 1)).Rejected);
    }

    [Fact]
    public async Task Key_InAnotherWriting_MeansTheSameEntity()
    {
        SyncServer server = ServerWith(_ => { });
        await PushAsync(server, """{"title":"x","count":1}""", "0000000A-0000-7000-8000-00000000000A");
        AppliedChange applied = Assert.Single((await PushAsync(server, """{"title":"y"}""", "0000000a-0000-7000-8000-00000000000a", ChangeOp.Update, 1)).Applied);
        Assert.Equal(("0000000a-0000-7000-8000-00000000000a", 2L), (applied.ServerId, applied.NewVersion));
    }

    [Fact]
    public async Task Create_OverATombstone_ShowsRulesANewEntity()
    {
        SyncServer server = ServerWith(b => b.AddRule<NewOnlyRule>("ticket"));
        await PushAsync(server, """{"title":"x","count":1}""");
        await PushAsync(server, "{}", op: ChangeOp.Delete, version: 1);
        AppliedChange again = Assert.Single((await PushAsync(server, """{"title":"y","count":2}""", version: 2)).Applied);
        Assert.Equal((3L, "new"), (again.NewVersion, again.Data!["owner"].ToString()));
    }

    [Fact]
    public async Task Reference_ToWhatIsNotThereOrNotTheCallers_IsNotFoundAlike()
    {
        SyncModel model = SyncModel.Create(m => m
            .Entity<Place>("place", e => e.Key(p => p.Id).Scope(p => p.Site))
            .Entity<Visit>("visit", e => e.Key(v => v.Id).Reference("place", v => v.PlaceId).Fields(v => v.PlaceId)));
        var server = new SyncServer(model, new InMemoryServerStore(model, new CountingIds(1)), TimeProvider.System, new CountingIds(2));
        SyncCaller south = World.Caller("s", "south");
        SyncCaller north = World.Caller("n", SyncModel.DefaultScope, "north");
        await server.PushAsync(Request("place", "hidden", "{}"), south);
        PushResponse foreign = await server.PushAsync(Request("visit", "v1", """{"place_id":"hidden"}"""), north);
        PushResponse missing = await server.PushAsync(Request("visit", "v1", """{"place_id":"nowhere"}"""), north);
        Assert.Equal(RejectionReason.NotFound, Assert.Single(foreign.Rejected).Reason);
        Assert.Equal(foreign.Rejected[0].Detail.ToString(), Assert.Single(missing.Rejected).Detail.ToString());
    }

    [Fact]
    public async Task Create_WithoutAKeyOfANumber_IsMissingServerIdAndItsNeighboursAreTakenIn()
    {
        SyncModel model = SyncModel.Create(m => m.Entity<Row>("row", e => e.Key(r => r.Id).Fields(r => r.Text)));
        var server = new SyncServer(model, new InMemoryServerStore(model, new CountingIds(1)), TimeProvider.System, new CountingIds(2));
        PushRequest both = Request("row", null, """{"text":"a"}""");
        PushResponse answer = await server.PushAsync(both with { Changes = [.. both.Changes, .. Request("row", "7", """{"text":"b"}""").Changes] }, World.Caller("ann", SyncModel.DefaultScope));
        Assert.Equal(RejectionReason.MissingServerId, Assert.Single(answer.Rejected).Reason);
        Assert.Equal("7", Assert.Single(answer.Applied).ServerId);
    }

    private static PushRequest Request(string entity, string? key, string data) => new()
    {
        DeviceId = "d",
        Changes = [new Change { Entity = entity, Op = ChangeOp.Create, OfflineId = $"{entity}{key}{data}", ServerId = key, Data = World.F(data) }],
    };

    private sealed class Place
    {
        public string Id { get; set; } = "";

        public string Site { get; set; } = "";
    }

    private sealed class Visit
    {
        public string Id { get; set; } = "";

        public string? PlaceId { get; set; }
    }

    private sealed class Row
    {
        public long Id { get; set; }

        public string Text { get; set; } = "";
    }

    private sealed class Ticket
    {
        public Guid Id { get; set; }

        [StringLength(8)]
        public string Title { get; set; } = "";

        [Range(0, 100)]
        public int Count { get; set; }

        public string? Owner { get; set; }
    }

    private sealed class NobodyRule : ISyncRule
    {
        public ValueTask JudgeAsync(RuleContext context, CancellationToken cancellationToken)
        {
            context.Deny("Nobody may.");
            return ValueTask.CompletedTask;
        }
    }

    private sealed class NewOnlyRule : ISyncRule
    {
        public ValueTask JudgeAsync(RuleContext context, CancellationToken cancellationToken)
        {
            if (context.Before is null)
                context.Set("owner", "new");
            return ValueTask.CompletedTask;
        }
    }

    private sealed class OwnerRule : ISyncRule
    {
        public ValueTask JudgeAsync(RuleContext context, CancellationToken cancellationToken)
        {
            context.Set("owner", context.Caller.User);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class TrimRule : ISyncRule
    {
        public ValueTask JudgeAsync(RuleContext context, CancellationToken cancellationToken)
        {
            context.Set("title", context.After.State["title"].ToString().Trim());
            return ValueTask.CompletedTask;
        }
    }
}
