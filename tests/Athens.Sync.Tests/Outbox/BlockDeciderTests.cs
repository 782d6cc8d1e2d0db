using Athens.Sync.Device;
using Athens.Sync.Modeling;
using Athens.Sync.Outbox;
using Athens.Sync.Tests.Worlds;
using Athens.Sync.Wire;

namespace Athens.Sync.Tests.Outbox;

/// <summary>Which leased value a new entity gets, when more are asked for, and what becomes of the blocks.</summary>
public sealed class BlockDeciderTests
{
    private static readonly SyncModel Model = SyncModel.Create(m => m
        .Entity<Order>("order", e => e.Key(o => o.Id).Fields(o => o.Title).Field(o => o.Number).LeasedNumber(first: 1, blockSize: 10))
        .Entity<Bill>("bill", e => e.Key(o => o.Id).Fields(o => o.Title).Field(o => o.Number).LeasedNumber(first: 1, blockSize: 10)));

    private static readonly DateTimeOffset Now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly EntityId Id = new("order", "o");
    private static readonly DeviceState State = new() { DeviceId = "d", Epoch = "e" };
    private static readonly ValueBlock Block = new() { Entity = "order", Field = "number", Next = 5, Last = 10, ExpiresAt = Now.AddTicks(1), DeviceId = "d", Epoch = "e" };

    private static EntityModel Entity => Model.Entity("order");

    private static Edit Edit(string now) => new() { Id = Id, Now = World.F(now), At = Now, OfflineId = "mine" };

    private static DeviceDraft Draft(params ValueBlock[] blocks) => Look.Of(State with { Blocks = blocks }, replica: null);

    private static DeviceDraft DraftOf(string local) => Look.Of(State with { Blocks = [Block] }, Look.Replica(local, 1, Id));

    [Theory]
    [InlineData("""{"title":"t"}""", """{"title":"t","number":5}""")]
    [InlineData("""{"title":"t","number":null}""", """{"title":"t","number":5}""")]
    [InlineData("""{"title":"t","number":77}""", """{"title":"t","number":77}""")]
    public void NewEntity_WithoutAValue_GetsTheNext(string now, string then) =>
        Assert.Equal(then, BlockDecider.Take(Draft(Block), Entity, Edit(now)).Now.ToJson());

    [Fact]
    public void Value_ThatWasTaken_IsTakenFromItsBlockOnly()
    {
        DeviceDraft draft = Draft(Block with { Next = 11 }, Block with { Entity = "bill" }, Block, Block with { Next = 21, Last = 30 });

        BlockDecider.Take(draft, Entity, Edit("{}"));

        Assert.Equal([11L, 5, 6, 21], draft.State.Blocks.Select(block => block.Next));
    }

    [Fact]
    public void Value_ThatIsTheLast_IsTaken()
    {
        DeviceDraft draft = Draft(Block with { Next = 10 });
        Assert.Equal("""{"number":10}""", BlockDecider.Take(draft, Entity, Edit("{}")).Now.ToJson());
        Assert.Equal("{}", BlockDecider.Take(draft, Entity, Edit("{}")).Now.ToJson());
    }

    public static TheoryData<string> OtherBlocks => ["entity", "field", "device", "epoch", "used up", "expired"];

    private static ValueBlock Other(string what) => what switch
    {
        "entity" => Block with { Entity = "bill" },
        "field" => Block with { Field = "title" },
        "device" => Block with { DeviceId = "former" },
        "epoch" => Block with { Epoch = "lost" },
        "used up" => Block with { Next = 11 },
        _ => Block with { ExpiresAt = Now },
    };

    [Theory]
    [MemberData(nameof(OtherBlocks))]
    public void Block_ThatIsNotToBeTakenFrom_IsPassedOver(string what)
    {
        DeviceDraft draft = Draft(Other(what));
        Assert.Equal("{}", BlockDecider.Take(draft, Entity, Edit("{}")).Now.ToJson());
        Assert.Equal([Other(what)], draft.State.Blocks);
    }

    [Fact]
    public void Entity_ThatIsThere_TakesNoValue()
    {
        DeviceDraft draft = DraftOf("""{"title":"t"}""");
        Assert.Equal("""{"title":"u"}""", BlockDecider.Take(draft, Entity, Edit("""{"title":"u"}""") with { Seen = World.F("""{"title":"t"}""") }).Now.ToJson());
        Assert.Equal("""{"title":"u"}""", BlockDecider.Take(draft, Entity, Edit("""{"title":"u"}""")).Now.ToJson());
        Assert.Equal([Block], draft.State.Blocks);
    }

    [Theory]
    [InlineData("""{"title":"u"}""", """{"title":"u","number":4}""")]
    [InlineData("""{"title":"u","number":null}""", """{"title":"u","number":4}""")]
    [InlineData("""{"title":"u","number":9}""", """{"title":"u","number":9}""")]
    public void Object_ThatWasNeverTold_KeepsTheValueThatItsEntityHas(string now, string then) =>
        Assert.Equal(then, BlockDecider.Take(DraftOf("""{"title":"t","number":4}"""), Entity, Edit(now)).Now.ToJson());

    [Fact]
    public void Object_ThatWasTold_SaysItselfWhatItsValueIs() =>
        Assert.Equal("""{"number":null}""", BlockDecider.Take(DraftOf("""{"number":4}"""), Entity, Edit("""{"number":null}""") with { Seen = World.F("""{"number":4}""") }).Now.ToJson());

    /// <summary>A block has ten values: with five left there is time, with four more are asked for.</summary>
    [Theory]
    [InlineData(6, false)]
    [InlineData(7, true)]
    public void More_AreAskedFor_OnceLessThanHalfABlockIsLeft(long next, bool isWanted)
    {
        ReserveRequest[] asked = [.. BlockDecider.Wanted(Model, State with { Blocks = [Block with { Next = next }] }, Now).Where(r => r.Entity == "order")];
        Assert.Equal(isWanted ? [new ReserveRequest("order", "number", 10)] : [], asked);
    }

    [Fact]
    public void More_AreAskedForByTheLastOfAllBlocks_AlsoOfThoseThatExpired()
    {
        ValueBlock[] blocks = [Block with { Next = 8 }, Block with { Next = 21, Last = 30, ExpiresAt = Now }, Block with { Next = 11 }];
        Assert.Contains(new ReserveRequest("order", "number", 30), BlockDecider.Wanted(Model, State with { Blocks = blocks }, Now));
    }

    [Fact]
    public void More_AreAskedForEachFieldByItself_AndOfNoBlockThatIsNotTheDevices()
    {
        ValueBlock[] blocks = [Block, Block with { Entity = "bill", DeviceId = "former" }];
        Assert.Equal([new ReserveRequest("bill", "number", null)], BlockDecider.Wanted(Model, State with { Blocks = blocks }, Now));
    }

    private static IEnumerable<ValueBlock> Put(ReservedBlock given, DeviceState state, string device = "d", string epoch = "e") => BlockDecider.Put(
        state,
        new PushRequest { DeviceId = device },
        new PushResponse { Summary = new PushSummary(0, 0, 0, 0), Epoch = epoch, Reserved = [given] }).Blocks;

    private static readonly ReservedBlock Given = new("order", "number", 11, 20, Now.AddDays(1));

    [Fact]
    public void Block_ThatIsGiven_IsKeptBesideTheOthers() => Assert.Equal(
        [Block, Block with { Next = 11, Last = 20, ExpiresAt = Now.AddDays(1) }],
        Put(Given, State with { Blocks = [Block] }));

    [Theory]
    [InlineData("former", "e")]
    [InlineData("d", "lost")]
    public void Block_ThatIsGivenToWhoTheDeviceIsNoMore_IsNotKept(string device, string epoch) =>
        Assert.Equal([Block], Put(Given, State with { Blocks = [Block] }, device, epoch));

    /// <summary>Given again for a lost answer, it would begin anew, and its values be used twice.</summary>
    [Theory]
    [InlineData(20, 1)]
    [InlineData(11, 1)]
    [InlineData(10, 2)]
    public void Block_ThatIsKnown_IsNotBegunAnew(long last, int kept) =>
        Assert.Equal(kept, Put(Given, State with { Blocks = [Block with { Next = 9, Last = last }] }).Count());

    [Theory]
    [MemberData(nameof(OtherBlocks))]
    public void Block_IsKnownOnlyAsWhatItIs(string what)
    {
        ValueBlock[] kept = [.. Put(Given, State with { Blocks = [Other(what) with { Next = 12, Last = 20 }] })];
        Assert.Equal(what is "used up" or "expired" ? 12 : 11, kept.Single(block => block.IsOf("order", "number") && block.IsOf(State)).Next);
    }

    [Fact]
    public void Block_ThatIsUsedUp_IsDroppedForALaterOne_AndTheLastIsKept()
    {
        ValueBlock used = Block with { Next = 11 };
        Assert.Equal([11L], Put(Given, State with { Blocks = [used] }).Select(block => block.Next));
        Assert.Equal([used], Put(Given with { Entity = "bill" }, State with { Blocks = [used] }).Where(block => block.Entity == "order"));
        Assert.Equal([used], Put(Given with { First = 1, Last = 10 }, State with { Blocks = [used] }));
    }

    [Fact]
    public void Block_OfAFormerSelf_IsDropped() =>
        Assert.Equal([11L], Put(Given, State with { Blocks = [Block with { DeviceId = "former" }, Block with { Epoch = "lost" }] }).Select(block => block.Next));

    private sealed class Order
    {
        public string Id { get; set; } = "";

        public string Title { get; set; } = "";

        public long? Number { get; set; }
    }

    private sealed class Bill
    {
        public string Id { get; set; } = "";

        public string Title { get; set; } = "";

        public long? Number { get; set; }
    }
}
