using Athens.Sync.Server;
using Athens.Sync.Tests.Worlds;

namespace Athens.Sync.Tests.Server;

/// <summary>What a new entity becomes, and which may be made.</summary>
public sealed class CreateDeciderTests
{
    private static readonly EntityId PhotoId = new("photo", "p");

    private static Change Create(string data) => Look.Change(data, op: ChangeOp.Create);

    private static Change Append(string data) => Look.Change(data, op: ChangeOp.Append, id: PhotoId);

    private static Decision Append(string data, ServerEntity? parent) => ChangeDecider.Decide(Judged.Input(null, Append(data)) with { Parent = parent });

    [Fact]
    public void NewEntity_HasEveryField_ItsScopeAndItsFirstState()
    {
        ServerEntity made = Judged.Decide(null, Create("""{"title":"t","remark":"r","approved_by":null}""")).After!;
        Assert.Equal((Look.Id, "north", 0L, false), (made.Id, made.Scope, made.Version, made.IsDeleted));
        Assert.Equal(
            """{"site_id":"north","title":"t","notes":null,"priority":0,"tags":[],"checks":{},"latitude":0,"longitude":0,"counter":0,"remark":"r","status":"draft","approved_by":null}""",
            made.State.ToJson());
        Assert.Equal([KeyValuePair.Create("remark", Judged.Noon)], made.Stamps);
    }

    [Fact]
    public void NewEntity_OfWhichAllIsSaid_HasItsFieldsInTheOrderOfTheModel() =>
        Assert.Equal("""{"job_id":"j","caption":"c"}""", Append("""{"caption":"c","job_id":"j"}""", Judged.Row).After!.State.ToJson());

    [Fact]
    public void NewEntity_KeepsWhatTheModelDoesNotKnowOut() =>
        Assert.False(Judged.Decide(null, Create("""{"title":"t","secret":1}""")).After!.State.ContainsKey("secret"));

    [Theory]
    [InlineData("""{"site_id":"north"}""", true)]
    [InlineData("""{"site_id":""}""", true)]
    [InlineData("{}", true)]
    [InlineData("""{"site_id":"south"}""", false)]
    public void NewEntity_IsMadeInAScopeOfTheCallers(string data, bool isMade)
    {
        Decision decision = Judged.Decide(null, Create(data));
        Assert.Equal(isMade ? "north" : null, decision.After?.State["site_id"].ToString());
        Assert.Equal(isMade ? null : RejectionReason.NotFound, (decision.Refusal as RejectedChange)?.Reason);
    }

    [Theory]
    [InlineData("""{"approved_by":"me"}""", """FieldNotWritable {"approved_by":"Only the server sets it."}""")]
    [InlineData("""{"status":"submitted"}""", """ValidationError {"status":"A new job is 'draft'."}""")]
    public void NewEntity_SaysNothingThatIsTheServersToSay(string data, string expected) =>
        Assert.Equal(expected, Judged.Told(null, Create(data)));

    [Fact]
    public void NewEntity_MaySayItsFirstState() =>
        Assert.Equal("draft", Judged.Decide(null, Create("""{"status":"draft"}""")).After!.State["status"].ToString());

    [Fact]
    public void Child_IsInTheScopeOfItsParent()
    {
        ServerEntity made = Append("""{"job_id":"j","caption":"c"}""", Judged.Row).After!;
        Assert.Equal(("north", """{"job_id":"j","caption":"c"}"""), (made.Scope, made.State.ToJson()));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"job_id":""}""")]
    public void Child_WithoutAParent_IsToldWhichFieldIsMissing(string data) =>
        Assert.Equal("""ValidationError {"job_id":"A photo belongs to a job: its key is missing."}""", Judged.Told(Append(data, Judged.Row), null));

    [Fact]
    public void Child_OfWhatIsNotThere_OrNotForTheCaller_IsNotFound()
    {
        Assert.Equal("NotFound There is no such photo.", Judged.Told(Append("""{"job_id":"j"}""", null), null));
        Assert.Equal("NotFound There is no such photo.", Judged.Told(Append("""{"job_id":"j"}""", Judged.Row with { Scope = "south" }), null));
    }

    [Fact]
    public void Child_OfWhatWasDeleted_IsAConflictThatShowsNothingOfIt()
    {
        Decision decision = Append("""{"job_id":"j"}""", Judged.Row with { IsDeleted = true });
        Assert.Equal("DeletedOnServer  | The job that it belongs to was deleted on the server.", Judged.Told(decision, null));
        Assert.Null(((ConflictedChange)decision.Refusal!).ServerState);
    }

    private static readonly SyncModel Scopes = SyncModel.Create(m =>
    {
        m.Entity<Memo>("memo", e => e.Key(x => x.Id).Fields(x => x.Text));
        m.Entity<Plant>("plant", e => e.Key(x => x.Id).Scope(x => x.Site).Fields(x => x.Text));
    });

    private static Decision DecideIn(string type, string scope, string data = """{"text":"x"}""") => ChangeDecider.Decide(Judged.Input(null, Create(data)) with
    {
        Entity = Scopes.Entity(type),
        Change = Create(data) with { Entity = type },
        Scope = scope,
        Caller = World.Caller("u", scope, SyncModel.DefaultScope),
    });

    [Fact]
    public void NewEntity_OfATypeWithoutScopes_IsInTheOnlyOne() =>
        Assert.Equal(SyncModel.DefaultScope, DecideIn("memo", "north").After!.Scope);

    [Fact]
    public void NewEntity_WhoseScopeIsANumber_HoldsItAsOne()
    {
        ServerEntity made = DecideIn("plant", "42").After!;
        Assert.Equal(("42", """{"site":42,"text":"x"}"""), (made.Scope, made.State.ToJson()));
    }

    private sealed class Memo
    {
        public string Id { get; set; } = "";

        public string Text { get; set; } = "";
    }

    private sealed class Plant
    {
        public string Id { get; set; } = "";

        public int Site { get; set; }

        public string Text { get; set; } = "";
    }
}
