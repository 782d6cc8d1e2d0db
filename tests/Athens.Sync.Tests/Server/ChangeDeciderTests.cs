using Athens.Sync.Server;
using Athens.Sync.Tests.Worlds;

namespace Athens.Sync.Tests.Server;

/// <summary>The design's table of operations against what the server holds, cell by cell. The row is at version 5.</summary>
public sealed class ChangeDeciderTests
{
    private static readonly ServerEntity Tombstone = Judged.Row with { IsDeleted = true };
    private static readonly ServerEntity Foreign = Judged.Row with { Scope = "south" };
    private const string NotFound = "NotFound There is no such job.";

    private static Change Change(ChangeOp op, string data = "{}", string? replaced = null, long? version = 5) => Look.Change(data, replaced, version, op);

    private static Change Edit(string? replaced = """{"title":"t"}""", long? version = 5) => Change(ChangeOp.Update, """{"title":"mine"}""", replaced, version);

    [Fact]
    public void Edit_OfWhatIsNotThere_OrNotForTheCaller_HasOneAnswer()
    {
        Assert.Equal(NotFound, Judged.Told(null, Edit()));
        Assert.Equal(NotFound, Judged.Told(Foreign, Edit()));
        Assert.Equal(NotFound, Judged.Told(Foreign with { IsDeleted = true }, Edit()));
        Assert.Equal(NotFound, Judged.Told(Foreign, Change(ChangeOp.Delete)));
        Assert.Equal(NotFound, Judged.Told(Foreign, Change(ChangeOp.Create)));
        Assert.Equal(NotFound, Judged.Told(Foreign with { IsDeleted = true }, Change(ChangeOp.Create)));
    }

    [Theory]
    [InlineData(null, null, "MissingClientVersion  | The change says neither which version it was made on nor what it replaced.")]
    [InlineData(null, 5, """Applied {"title":"mine"}""")]
    [InlineData("""{"title":"t"}""", null, """Applied {"title":"mine"}""")]
    [InlineData("""{"title":"t"}""", 6, "UnknownVersion  | The change was made on version 6; the server is at 5.")]
    public void Edit_SaysWhatItWasMadeOn(string? replaced, int? version, string expected) =>
        Assert.Equal(expected, Judged.Told(Judged.Row, Edit(replaced, version)));

    /// <summary>A delete ends what its sender saw. On a stale version, what it does not mention it has not seen.</summary>
    [Theory]
    [InlineData(null, 5, "Applied deleted")]
    [InlineData(null, 4, "StaleVersion  | It was edited since.")]
    [InlineData(Judged.Whole, 5, "Applied deleted")]
    [InlineData(Judged.Whole, 4, "Merged deleted")]
    [InlineData(Judged.Whole, null, "Merged deleted")]
    [InlineData("{}", 5, "Applied deleted")]
    [InlineData("""{"title":"old"}""", 5, "StaleVersion title | It was edited since.")]
    public void Delete_IsHeldToWhatItsSenderSaw(string? replaced, int? version, string expected) =>
        Assert.Equal(expected, Judged.Told(Judged.Row, Change(ChangeOp.Delete, replaced: replaced, version: version)));

    [Theory]
    [InlineData("""{"title":"old"}""", "StaleVersion title | It was edited since.")]
    [InlineData("""{"site_id":""}""", "Merged deleted")]
    [InlineData("""{"site_id":"south"}""", "StaleVersion site_id | It was edited since.")]
    public void Delete_OnAStaleVersion_NeedNotHaveSeenTheScopeThatTheServerGave(string seen, string expected) =>
        Assert.Equal(expected, Judged.Told(Judged.Row, Change(ChangeOp.Delete, replaced: World.F(Judged.Whole).With(World.F(seen)).ToJson(), version: 4)));

    [Fact]
    public void Delete_OnAStaleVersion_LeavesOutWhatIsNull() =>
        Assert.Equal("Merged deleted", Judged.Told(Judged.Row, Change(ChangeOp.Delete, replaced: World.F(Judged.Whole).Where(name => name is not "notes").ToJson(), version: 4)));

    [Fact]
    public void Delete_OnAStaleVersion_ThatLeavesAFieldOut_HasNotSeenIt() =>
        Assert.Equal("StaleVersion title | It was edited since.", Judged.Told(Judged.Row, Change(ChangeOp.Delete, replaced: World.F(Judged.Whole).Where(name => name is not "title").ToJson(), version: 4)));

    [Fact]
    public void Delete_OfATombstone_IsNothingToDo() =>
        Assert.Equal("Applied deleted", Judged.Told(Tombstone, Change(ChangeOp.Delete, version: 1)));

    [Theory]
    [InlineData(ResolutionKind.KeepMine, 5, """Applied {"title":"mine"}""")]
    [InlineData(ResolutionKind.Merge, 5, """Applied {"title":"mine"}""")]
    [InlineData(ResolutionKind.KeepMine, 4, "DeletedOnServer  | The job was deleted on the server.")]
    [InlineData(ResolutionKind.UseServer, 5, "DeletedOnServer  | The job was deleted on the server.")]
    [InlineData(null, 5, "DeletedOnServer  | The job was deleted on the server.")]
    public void Edit_OfATombstone_RestoresItOnlyAsADecisionOnJustThat(ResolutionKind? kind, int version, string expected)
    {
        Change edit = Edit(version: version) with { Resolves = kind is null ? null : new ResolvedConflict { OfflineId = "old", Resolution = kind.Value } };
        Decision decision = Judged.Decide(Tombstone, edit);
        Assert.Equal(expected, Judged.Told(decision, Tombstone));
        Assert.Equal(expected.StartsWith("Applied", StringComparison.Ordinal) ? 5 : null, decision.After?.Version);
    }

    [Fact]
    public void Restore_IsMadeOnTheTombstone_WhateverWasBefore()
    {
        Change edit = Edit() with { Resolves = new ResolvedConflict { OfflineId = "old", Resolution = ResolutionKind.KeepMine } };
        Assert.Equal("""Applied {"title":"mine"}""", Judged.Told(ChangeDecider.Decide(Judged.Input(Tombstone, edit) with { MadeOn = 2 }), Tombstone));
    }

    [Theory]
    [InlineData("""{"title":"t"}""", "AlreadyApplied {}")]
    [InlineData("""{"title":"t","site_id":""}""", "AlreadyApplied {}")]
    [InlineData("""{"title":"t","site_id":"south"}""", "AlreadyExists site_id | There is a job with this key and other content.")]
    [InlineData("""{"title":"mine","notes":"n"}""", "AlreadyExists title,notes | There is a job with this key and other content.")]
    public void Create_OfWhatIsThere_IsTheSameOrAConflict(string data, string expected) =>
        Assert.Equal(expected, Judged.Told(Judged.Row, Change(ChangeOp.Create, data, version: null)));

    [Fact]
    public void Create_OverATombstone_StandsWhereItWasMadeOnIt()
    {
        Assert.StartsWith("Applied", Judged.Told(Tombstone, Change(ChangeOp.Create, """{"title":"again"}""")), StringComparison.Ordinal);
        Assert.Equal("DeletedOnServer  | The job was deleted on the server.", Judged.Told(Tombstone, Change(ChangeOp.Create, """{"title":"again"}""", version: 0)));
        Assert.Equal("DeletedOnServer  | The job was deleted on the server.", Judged.Told(Tombstone, Change(ChangeOp.Create, """{"title":"again"}""", version: null)));
    }
}
