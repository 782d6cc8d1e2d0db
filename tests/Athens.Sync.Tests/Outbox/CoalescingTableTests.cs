using Athens.Sync.Device;
using Athens.Sync.Modeling;
using Athens.Sync.Outbox;
using Athens.Sync.Tests.Worlds;

namespace Athens.Sync.Tests.Outbox;

/// <summary>Which two changes of one entity become one, and which.</summary>
public sealed class CoalescingTableTests
{
    private static readonly EntityModel Job = JobModel.Create().Entity("job");
    private static readonly DateTimeOffset Later = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    private static OutboxItem First(ChangeOp op, string data = """{"title":"one"}""", string? replaced = """{"title":"t"}""") =>
        Look.Item(1, Look.Change(data, replaced, 3, op) with { OfflineId = "first" });

    private static Change Next(ChangeOp op, string data = """{"title":"two"}""", string? replaced = """{"title":"one"}""") =>
        Look.Change(data, replaced, 3, op) with { OfflineId = "next", ChangedAt = Later };

    private static Coalescing.Result Join(OutboxItem first, Change next, bool isReferred = false) => Coalescing.Of(Job, isReferred, first, next);

    /// <summary>Every pair of operations has a result: J for one change, 0 for none, and a dash for both; of what others may refer to, lower.</summary>
    [Theory]
    [InlineData(ChangeOp.Create, "- J - - 0", "- - - - -")]
    [InlineData(ChangeOp.Update, "- J - - J", "- J - - J")]
    [InlineData(ChangeOp.UpdateStatus, "- - - - -", "- - - - -")]
    [InlineData(ChangeOp.Append, "- - - - -", "- - - - -")]
    [InlineData(ChangeOp.Delete, "- - - - -", "- - - - -")]
    public void Pair_OfEachKind_HasItsResult(ChangeOp first, string alone, string referred)
    {
        ChangeOp[] next = [ChangeOp.Create, ChangeOp.Update, ChangeOp.UpdateStatus, ChangeOp.Append, ChangeOp.Delete];
        Assert.Equal(alone, string.Join(' ', next.Select(op => Told(Join(First(first), Next(op))))));
        Assert.Equal(referred, string.Join(' ', next.Select(op => Told(Join(First(first), Next(op), isReferred: true)))));

        static string Told(Coalescing.Result result) => !result.Joins ? "-" : result.Change is null ? "0" : "J";
    }

    [Theory]
    [InlineData(OutboxStatus.Syncing)]
    [InlineData(OutboxStatus.Conflict)]
    [InlineData(OutboxStatus.Failed)]
    [InlineData(OutboxStatus.Synced)]
    public void Change_ThatWasSent_IsNeverJoinedTo(OutboxStatus status) =>
        Assert.False(Join(First(ChangeOp.Update) with { Status = status }, Next(ChangeOp.Update)).Joins);

    [Fact]
    public void Decision_OnAConflict_IsNeverJoined()
    {
        var resolves = new ResolvedConflict { OfflineId = "old", Resolution = ResolutionKind.KeepMine };
        OutboxItem first = First(ChangeOp.Update);
        Assert.False(Join(first with { Change = first.Change with { Resolves = resolves } }, Next(ChangeOp.Update)).Joins);
        Assert.False(Join(first, Next(ChangeOp.Update) with { Resolves = resolves }).Joins);
    }

    [Fact]
    public void TwoEdits_AreOne_WithWhatEachReplacedFirst()
    {
        Change? one = Join(
            First(ChangeOp.Update, """{"title":"one","priority":1}""", """{"title":"t","priority":0}"""),
            Next(ChangeOp.Update, """{"title":"two","notes":"n"}""", """{"title":"one","notes":null}""")).Change;
        Assert.Equal(
            Look.Text(Look.Change("""{"title":"two","priority":1,"notes":"n"}""", """{"title":"t","notes":null,"priority":0}""", 3) with { OfflineId = "first", ChangedAt = Later }),
            Look.Text(one));
    }

    [Fact]
    public void TwoEdits_WithoutBases_AreOneWithAnEmptyOne() =>
        Assert.Equal(("""{"title":"one","notes":"n"}""", "{}"), Told(Join(First(ChangeOp.Update, replaced: null), Next(ChangeOp.Update, """{"notes":"n"}""", null))));

    [Fact]
    public void Edit_ThatWasTakenBack_IsLeftOut()
    {
        Assert.Equal(
            ("""{"notes":"n"}""", """{"title":"t"}"""),
            Told(Join(First(ChangeOp.Update), Next(ChangeOp.Update, """{"title":"t","notes":"n"}"""))));
        Assert.Equal(new Coalescing.Result(true, null), Join(First(ChangeOp.Update), Next(ChangeOp.Update, """{"title":"t"}""")));
    }

    /// <summary>A pull came between: the second edit was made on more than the first one wrote.</summary>
    [Theory]
    [InlineData("""{"title":"pulled"}""", false)]
    [InlineData("{}", false)]
    [InlineData(null, false)]
    [InlineData("""{"title":"one"}""", true)]
    public void Edit_MadeOnSomethingElse_StaysApart(string? replaced, bool joins) =>
        Assert.Equal(joins, Join(First(ChangeOp.Update), Next(ChangeOp.Update, replaced: replaced)).Joins);

    /// <summary>What the first edit saw and did not write: taken back, or compared with something that it did.</summary>
    [Theory]
    [InlineData("""{"title":"t"}""", """{"title":"pulled"}""", false)]
    [InlineData("""{"notes":"n"}""", """{"notes":null,"title":"pulled"}""", false)]
    [InlineData("""{"title":"two"}""", """{"title":"t"}""", true)]
    [InlineData("""{"notes":"n"}""", """{"notes":null}""", true)]
    public void Edit_MadeOnAnotherValueOfWhatTheFirstSaw_StaysApart(string data, string replaced, bool joins) =>
        Assert.Equal(joins, Join(First(ChangeOp.Update, """{"priority":1}""", """{"priority":0,"title":"t"}"""), Next(ChangeOp.Update, data, replaced)).Joins);

    [Fact]
    public void Edit_OfOtherFields_IsJoined_WhateverItWasMadeOn() =>
        Assert.True(Join(First(ChangeOp.Update), Next(ChangeOp.Update, """{"notes":"n"}""", """{"title":"pulled"}""")).Joins);

    [Fact]
    public void Edit_OfWhatTheModelHasNoMore_IsJoined_AndKept() =>
        Assert.Equal(
            ("""{"gone":1}""", """{"gone":1}"""),
            Told(Join(First(ChangeOp.Update, """{"gone":2}""", """{"gone":1}"""), Next(ChangeOp.Update, """{"gone":1}""", """{"gone":3}"""))));

    [Fact]
    public void Edit_OfWhatWasJustMade_IsMadeSo()
    {
        Change? one = Join(First(ChangeOp.Create, """{"title":"one","notes":"n"}""", null), Next(ChangeOp.Update)).Change;
        Assert.Equal(Look.Text(Look.Change("""{"title":"two","notes":"n"}""", null, 3, ChangeOp.Create) with { OfflineId = "first", ChangedAt = Later }), Look.Text(one));
    }

    [Fact]
    public void Delete_OfWhatWasJustEdited_ReplacesWhatTheEditDid()
    {
        Change? one = Join(First(ChangeOp.Update), Next(ChangeOp.Delete, "{}", """{"title":"one","notes":"n"}""") with { ClientVersion = 4 }).Change;
        Assert.Equal(Look.Text(Look.Change("{}", """{"title":"t","notes":"n"}""", 3, ChangeOp.Delete) with { OfflineId = "first", ChangedAt = Later }), Look.Text(one));
    }

    [Fact]
    public void Delete_AfterAnEditThatWasTakenBack_IsOfWhatTheUserSawLast() =>
        Assert.Equal(
            ("{}", """{"title":"pulled","priority":0}"""),
            Told(Join(First(ChangeOp.Update, """{"priority":1}""", """{"priority":0,"title":"t"}"""), Next(ChangeOp.Delete, "{}", """{"title":"pulled","priority":1}"""))));

    [Fact]
    public void Delete_WithoutBases_HasAnEmptyOne() =>
        Assert.Equal(("{}", "{}"), Told(Join(First(ChangeOp.Update, replaced: null), Next(ChangeOp.Delete, "{}", null))));

    private static (string Data, string Base) Told(Coalescing.Result result) => (result.Change!.Data.ToJson(), result.Change.Base!.ToJson());
}
