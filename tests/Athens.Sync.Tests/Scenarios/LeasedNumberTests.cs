using Athens.Sync.Device;
using Athens.Sync.InMemory;
using Athens.Sync.Modeling;
using Athens.Sync.Server;
using Athens.Sync.Testing;
using Athens.Sync.Tests.Worlds;
using Athens.Sync.Wire;
using Microsoft.Extensions.Time.Testing;

namespace Athens.Sync.Tests.Scenarios;

/// <summary>Numbers that the server allocates, leased to devices in blocks: each is used once, online and offline.</summary>
public sealed class LeasedNumberTests
{
    private static readonly SyncModel Model = SyncModel.Create(m => m
        .Entity<Order>("order", e =>
        {
            e.Key(o => o.Id).Scope(o => o.Site).Fields(o => o.Title);
            // snippet:number
            e.Field(o => o.Number).LeasedNumber(first: 1000, blockSize: 10, lifetime: TimeSpan.FromDays(30));
            // endsnippet
        })
        .Entity<Line>("line", e => e.Key(l => l.Id).Parent("order", l => l.OrderId)));

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
    private readonly SyncServer server;
    private int devices;
    private int sent;

    public LeasedNumberTests() => server = new SyncServer(Model, new InMemoryServerStore(Model, new CountingIds(0xffff)), time, new CountingIds(0xfffe));

    [Fact]
    public async Task TwoDevices_Offline_NeverUseANumberTwice()
    {
        Device a = NewDevice();
        Device b = NewDevice();
        await a.SyncAsync();
        await b.SyncAsync();
        a.Network.IsDown = b.Network.IsDown = true;
        long?[] ofA = [(await a.CreateAsync()).Number, (await a.CreateAsync()).Number];
        long?[] ofB = [(await b.CreateAsync()).Number, (await b.CreateAsync()).Number];
        Assert.Equal([1000L, 1001L], ofA);
        Assert.Equal([1010L, 1011L], ofB);

        a.Network.IsDown = b.Network.IsDown = false;
        Assert.Equal((2, 2), ((await a.SyncAsync()).Applied, (await b.SyncAsync()).Applied));
        Assert.Equal([1000L, 1001L, 1010L, 1011L], await NumbersAsync());
    }

    [Fact]
    public async Task Device_ThatRunsLow_AsksForMore_AndOnlyThen()
    {
        Device device = NewDevice();
        await device.SyncAsync();
        for (int n = 0; n < 5; n++)
            await device.CreateAsync();
        await device.SyncAsync();
        Assert.Single(device.Network.Pushes, push => push.Reserve is not null);
        Assert.Equal(1005, (await device.CreateAsync()).Number);
        await device.SyncAsync();
        Assert.Equal(2, device.Network.Pushes.Count(push => push.Reserve is not null));

        device.Network.IsDown = true;
        long?[] rest = await Task.WhenAll(Enumerable.Range(0, 14).Select(async _ => (await device.CreateAsync()).Number));
        Assert.Equal(Enumerable.Range(1006, 14).Select(n => (long?)n), rest.Order());
        Assert.Null((await device.CreateAsync()).Number);
    }

    [Fact]
    public async Task Device_ThatHasNoneLeft_GetsTheNumberFromTheServer()
    {
        Device device = NewDevice();
        device.Network.IsDown = true;
        Order order = await device.CreateAsync();
        Assert.Null(order.Number);

        device.Network.IsDown = false;
        await device.SyncAsync();
        Assert.Equal(1000, (await device.Orders.GetAsync(order.Id))!.Number);
        Assert.Equal(1001, (await device.CreateAsync()).Number);
    }

    [Fact]
    public async Task Answer_ThatIsLost_IsTheSameBlockAgain()
    {
        Device device = NewDevice();
        device.Network.NextPush(TransportFault.AnswerLost);
        Assert.NotNull((await device.Client.SyncAsync()).Failure);
        await device.SyncAsync();
        Assert.Equal(1000, (await device.CreateAsync()).Number);
        Assert.Equal(1010, (await Reserve("other", "ann", null)).First);
    }

    [Fact]
    public async Task Device_ThatDiesAroundTheCommit_UsesNoNumberTwice()
    {
        Device device = NewDevice();
        await device.SyncAsync();
        var used = new List<long?>();
        foreach ((bool before, bool after) in new[] { (true, false), (false, true), (false, false), (true, false), (false, true) })
        {
            device.Store.DiesBeforeCommit = before;
            device.Store.DiesAfterCommit = after;
            try
            {
                await device.CreateAsync();
            }
            catch (IOException)
            {
            }
            device = Restart(device);
        }
        await foreach (OutboxItem item in device.Client.ReadOutboxAsync())
            used.Add(item.Change.Data["number"].GetInt64());
        Assert.Equal([1000L, 1001L, 1002L], used);
        Assert.Equal(3, (await device.SyncAsync()).Applied);
        Assert.Equal([1000L, 1001L, 1002L], await NumbersAsync());
    }

    [Fact]
    public async Task Object_WhoseSaveFailedAfterItsCommit_IsSavedAgainWithTheSameNumber()
    {
        Device device = NewDevice();
        await device.SyncAsync();
        var order = new Order { Title = "First" };
        device.Store.DiesAfterCommit = true;
        await Assert.ThrowsAsync<IOException>(() => device.Orders.SaveAsync(order));
        device.Store.DiesAfterCommit = false;
        order.Title = "Second";
        await device.Orders.SaveAsync(order);
        Assert.Equal(1000, order.Number);
        await device.SyncAsync();
        Assert.Equal([1000L], await NumbersAsync());
    }

    [Fact]
    public async Task Number_IsTakenInTheCommitOfTheChangeThatUsesIt()
    {
        Device device = NewDevice();
        await device.SyncAsync();
        int before = device.Store.Commits.Count;
        await device.CreateAsync();
        DeviceCommit commit = Assert.Single(device.Store.Commits.Skip(before));
        Assert.Equal(1001, Assert.Single(commit.State.Blocks).Next);
        Assert.Equal("1000", Assert.Single(commit.PutItems).Change.Data["number"].ToString());
    }

    [Fact]
    public async Task Object_ThatWasSaved_HasItsNumberAndIsNotEditedByThat()
    {
        Device device = NewDevice();
        await device.SyncAsync();
        Order order = await device.CreateAsync();
        order.Title = "Second";
        await device.Orders.SaveAsync(order);
        Assert.Equal((1000, "Second"), ((await device.Orders.GetAsync(order.Id))!.Number, (await device.Orders.GetAsync(order.Id))!.Title));
        order.Number = 7;
        await Assert.ThrowsAsync<ChangeRefusedException>(() => device.Orders.SaveAsync(order));
    }

    [Fact]
    public async Task Lease_ThatExpired_IsTakenFromNoMore_AndAnotherOneIsLeased()
    {
        Device device = NewDevice();
        await device.SyncAsync();
        Order early = await device.CreateAsync();
        time.Advance(TimeSpan.FromDays(30));
        Assert.Null((await device.CreateAsync()).Number);
        await device.SyncAsync();
        Assert.Equal(1000, (await device.Orders.GetAsync(early.Id))!.Number);
        Assert.Equal(1011, (await device.CreateAsync()).Number);
    }

    [Theory]
    [InlineData(30 + 90, true)]
    [InlineData(30 + 91, false)]
    public async Task Number_OfALateDevice_IsAcceptedUntilItsLeaseIsReclaimed(int days, bool accepted)
    {
        ReservedBlock block = await Reserve("d", "ann", null);
        time.Advance(TimeSpan.FromDays(days));
        await server.MaintainAsync();
        PushResponse answer = await CreateAsync("d", "ann", block.First);
        if (accepted)
            Assert.Single(answer.Applied);
        else
            Assert.Equal("""{"number":"1000 is of no block that this device holds."}""", Assert.Single(answer.Rejected).Detail!.Value.GetRawText());
        Assert.Equal(1010, (await Reserve("other", "ann", null)).First);
    }

    [Theory]
    [InlineData("d", "bob", 1000)]
    [InlineData("other", "ann", 1000)]
    [InlineData("d", "ann", 999)]
    [InlineData("d", "ann", 1010)]
    public async Task Number_OfNoBlockOfTheDevice_IsRejectedByTheFieldsName(string device, string user, long number)
    {
        await Reserve("d", "ann", null);
        RejectedChange rejected = Assert.Single((await CreateAsync(device, user, number)).Rejected);
        Assert.Equal((RejectionReason.ValidationError, $$"""{"number":"{{number}} is of no block that this device holds."}"""), (rejected.Reason, rejected.Detail!.Value.GetRawText()));
        Assert.Empty(await NumbersAsync());
    }

    [Fact]
    public async Task Number_UsedTwice_IsRejected_InOnePushAndInTwo()
    {
        await Reserve("d", "ann", null);
        PushResponse both = await server.PushAsync(new PushRequest { DeviceId = "d", Changes = [Create(1000), Create(1000)] }, Caller("ann"));
        Assert.Equal("""{"number":"1000 was used already."}""", Assert.Single(both.Rejected).Detail!.Value.GetRawText());
        Assert.Single((await CreateAsync("d", "ann", 1000)).Rejected);
        Assert.Single((await CreateAsync("d", "ann", 1001)).Applied);
        Assert.Equal([1000L, 1001L], await NumbersAsync());
    }

    [Fact]
    public async Task Create_ThatIsRefusedForAnotherReason_LeavesTheNumberToBeUsed()
    {
        await Reserve("d", "ann", null);
        Change elsewhere = Create(1000) with { Data = World.F("""{"site":"south","number":1000}""") };
        Assert.Single((await server.PushAsync(new PushRequest { DeviceId = "d", Changes = [elsewhere] }, Caller("ann"))).Rejected);
        Assert.Single((await CreateAsync("d", "ann", 1000)).Applied);
    }

    [Fact]
    public async Task Create_WithoutANumber_SentAgain_IsTheSameEntityWithTheSameNumber()
    {
        Change create = Create(null) with { ServerId = "k" };
        var request = new PushRequest { DeviceId = "d", Changes = [create] };
        await server.PushAsync(request, Caller("ann"));
        AppliedChange again = Assert.Single((await server.PushAsync(request, Caller("ann"))).Applied);
        Assert.Equal((AppliedStatus.AlreadyApplied, "1000"), (again.Status, again.Data!["number"].ToString()));
        AppliedChange other = Assert.Single((await server.PushAsync(request with { Changes = [create with { OfflineId = "another" }] }, Caller("ann"))).Applied);
        Assert.Equal(AppliedStatus.AlreadyApplied, other.Status);
        Assert.Equal([1000L], await NumbersAsync());
    }

    [Fact]
    public async Task Neighbour_ThatTheDatabaseRefuses_CostsNoNumber()
    {
        await Reserve("d", "ann", null);
        Change parent = Create(1000) with { ServerId = "p" };
        var line = new Change { Entity = "line", Op = ChangeOp.Create, OfflineId = "line", ServerId = "l", Data = World.F("""{"order_id":"p"}""") };
        await server.PushAsync(new PushRequest { DeviceId = "d", Changes = [parent, line] }, Caller("ann"));
        var delete = new Change { Entity = "order", Op = ChangeOp.Delete, OfflineId = "delete", ServerId = "p", ClientVersion = 1 };
        PushResponse answer = await server.PushAsync(new PushRequest { DeviceId = "d", Changes = [Create(null), Create(1001), delete, Create(null)] }, Caller("ann"));
        Assert.Equal("delete", Assert.Single(answer.Rejected).OfflineId);
        Assert.Equal([1000L, 1001L, 1010L, 1011L], (await server.PullAsync(new PullRequest(), Caller("reader"))).Changes.Where(e => e.Entity == "order").Select(e => e.Data!["number"].GetInt64()).Order());
    }

    [Fact]
    public async Task Update_OfANumber_IsRefusedByName()
    {
        await server.PushAsync(new PushRequest { DeviceId = "d", Changes = [Create(null) with { ServerId = "k" }] }, Caller("ann"));
        var update = new Change { Entity = "order", Op = ChangeOp.Update, OfflineId = "u", ServerId = "k", ClientVersion = 1, Data = World.F("""{"number":1001}""") };
        RejectedChange rejected = Assert.Single((await server.PushAsync(new PushRequest { DeviceId = "d", Changes = [update] }, Caller("ann"))).Rejected);
        Assert.Equal(RejectionReason.FieldNotWritable, rejected.Reason);
        Assert.Equal("number", rejected.Detail!.Value.EnumerateObject().Single().Name);
    }

    [Fact]
    public async Task Device_ThatAsksOnAndOn_HoldsFourBlocksAtMost()
    {
        long? last = null;
        for (int n = 0; n < 4; n++)
            last = (await Reserve("d", "ann", last)).Last;
        Assert.Empty((await AskAsync("d", "ann", last)).Reserved!);
        Assert.Equal(4, (await AskAsync("d", "ann", null)).Reserved!.Count);
        time.Advance(TimeSpan.FromDays(30));
        Assert.Equal(1040, (await Reserve("d", "ann", null)).First);
    }

    [Fact]
    public async Task Device_ThatWasRestored_HasANumberItUsedBeforeRefused_AndTakesOfItsFormerBlockNoMore()
    {
        Device device = NewDevice();
        await device.SyncAsync();
        InMemoryDeviceStore backup = device.Store.Inner.Reopen();
        device = Restart(device);
        await device.CreateAsync();
        await device.SyncAsync();

        Device restored = Restart(device, backup);
        Assert.Equal(1000, (await restored.CreateAsync()).Number);
        restored.Network.Judge = push => push.Reserve is null ? null : TransportFault.RequestLost;
        Assert.NotNull((await restored.Client.SyncAsync()).Failure);
        Assert.Null((await restored.CreateAsync()).Number);
        restored.Network.Heal();
        await restored.SyncAsync();
        OutboxItem refused = await restored.Client.ReadOutboxAsync(new OutboxFilter { Status = OutboxStatus.Failed }).SingleAsync();
        Assert.Equal("""{"number":"1000 was used already."}""", refused.Rejection!.Detail!.Value.GetRawText());
        Assert.Equal(1011, (await restored.CreateAsync()).Number);
    }

    [Fact]
    public void Field_ThatCannotBeWithoutANumber_IsRefusedByTheModel() =>
        Assert.Contains("Count", Assert.Throws<SyncModelException>(() => SyncModel.Create(m => m.Entity<Tally>("tally", e => e.Key(t => t.Id).Field(t => t.Count).LeasedNumber()))).Message, StringComparison.Ordinal);

    private Device NewDevice() => Restart(null, new InMemoryDeviceStore());

    /// <summary>The app is started again over what was committed.</summary>
    private Device Restart(Device? former, InMemoryDeviceStore? store = null)
    {
        int number = ++devices;
        var crashing = new CrashingDeviceStore(store ?? former!.Store.Inner.Reopen());
        var network = new FaultyTransport(new InProcessTransport(server, Caller("ann")));
        return new Device(crashing, network, new SyncClient(Model, crashing, network, time, new CountingIds(number)));
    }

    private static SyncCaller Caller(string user) => new() { User = user, Scopes = ["north"] };

    private Change Create(long? number) =>
        new() { Entity = "order", Op = ChangeOp.Create, OfflineId = $"o{++sent}", Data = World.F(number is null ? """{"title":"x"}""" : $$"""{"title":"x","number":{{number}}}""") };

    private Task<PushResponse> CreateAsync(string device, string user, long number) =>
        server.PushAsync(new PushRequest { DeviceId = device, Changes = [Create(number)] }, Caller(user));

    private Task<PushResponse> AskAsync(string device, string user, long? after) =>
        server.PushAsync(new PushRequest { DeviceId = device, Reserve = [new ReserveRequest("order", "number", after), new ReserveRequest("order", "title", null), new ReserveRequest("nothing", "x", null)] }, Caller(user));

    private async Task<ReservedBlock> Reserve(string device, string user, long? after) => Assert.Single((await AskAsync(device, user, after)).Reserved!);

    private async Task<IEnumerable<long>> NumbersAsync() =>
        (await server.PullAsync(new PullRequest(), Caller("reader"))).Changes.Select(e => e.Data!["number"].GetInt64()).Order();

    private sealed record Device(CrashingDeviceStore Store, FaultyTransport Network, SyncClient Client)
    {
        public SyncSet<Order> Orders => Client.Set<Order>();

        public async Task<Order> CreateAsync()
        {
            var order = new Order { Title = "First" };
            await Orders.SaveAsync(order);
            return order;
        }

        public async Task<SyncReport> SyncAsync()
        {
            SyncReport report = await Client.SyncAsync();
            Assert.Null(report.Failure);
            return report;
        }
    }

    private sealed class Order
    {
        public string Id { get; set; } = "";

        public string Site { get; set; } = "";

        public string Title { get; set; } = "";

        public long? Number { get; set; }
    }

    private sealed class Line
    {
        public string Id { get; set; } = "";

        public string OrderId { get; set; } = "";
    }

    private sealed class Tally
    {
        public string Id { get; set; } = "";

        public int Count { get; set; }
    }
}
