using Athens.Sync.Server;
using Athens.Sync.Tests.Worlds;

namespace Athens.Sync.Tests.Server;

/// <summary>An update against a row: the three-way table for each field, then what states and groups tie down. The row is at version 5.</summary>
public sealed class UpdateDeciderTests
{
    private static Change Update(string data, string? replaced, long? version) => Look.Change(data, replaced, version);

    private static string Told(string data, string? replaced, long? version) => Judged.Told(Judged.Row, Update(data, replaced, version));

    /// <summary>With a base the table is asked, whatever the version says.</summary>
    [Theory]
    [InlineData("""{"title":"mine"}""", """{"title":"t"}""", 5, """Applied {"title":"mine"}""")]
    [InlineData("""{"title":"mine"}""", """{"title":"t"}""", 3, """Merged {"title":"mine"}""")]
    [InlineData("""{"title":"mine"}""", """{"title":"t"}""", null, """Applied {"title":"mine"}""")]
    [InlineData("""{"title":"mine"}""", """{"title":"old"}""", 3, "StaleVersion title | Changed on the server since: title.")]
    [InlineData("""{"title":"mine"}""", """{"title":"old"}""", 5, "StaleVersion title | Changed on the server since: title.")]
    [InlineData("""{"title":"t"}""", """{"title":"old"}""", 5, "Merged {}")]
    [InlineData("""{"title":"t"}""", """{"title":"t"}""", 5, "Applied {}")]
    [InlineData("""{"title":"old","priority":1}""", """{"title":"old","priority":0}""", 5, """Merged {"priority":1}""")]
    [InlineData("""{"tags":["a","b"]}""", """{"tags":[]}""", 5, """Merged {"tags":["a","b"]}""")]
    [InlineData("""{"title":"mine","notes":"n"}""", """{"title":"old","notes":"old"}""", 3, "StaleVersion title,notes | Changed on the server since: title, notes.")]
    public void Edit_WithWhatItReplaced_IsDecidedByTheThree(string data, string? replaced, int? version, string expected) =>
        Assert.Equal(expected, Told(data, replaced, version));

    /// <summary>An older client says only its version: on the present one its values stand, on a stale one they must be what is there.</summary>
    [Theory]
    [InlineData("""{"title":"mine"}""", 5, """Applied {"title":"mine"}""")]
    [InlineData("""{"title":"mine"}""", 4, "StaleVersion title | Changed on the server since: title.")]
    [InlineData("""{"title":"t"}""", 4, "Merged {}")]
    public void Edit_OfAnOlderClient_IsDecidedByItsVersion(string data, int version, string expected) =>
        Assert.Equal(expected, Told(data, null, version));

    /// <summary>A base that leaves a field out says null where the field can be null, and else nothing.</summary>
    [Theory]
    [InlineData("""{"notes":"n"}""", 3, """Merged {"notes":"n"}""")]
    [InlineData("""{"title":"mine"}""", 5, """Applied {"title":"mine"}""")]
    [InlineData("""{"title":"mine"}""", 3, "StaleVersion title | Changed on the server since: title.")]
    [InlineData("""{"title":"mine"}""", null, "StaleVersion title | Changed on the server since: title.")]
    public void Edit_WhoseBaseLeavesTheFieldOut_ReplacedNullOrAnything(string data, int? version, string expected) =>
        Assert.Equal(expected, Told(data, "{}", version));

    [Fact]
    public void Counter_ThatEndsWhereTheServerIs_IsStillCounted()
    {
        Assert.Equal("""Merged {"counter":13}""", Told("""{"counter":10}""", """{"counter":7}""", 5));
        Assert.Equal("Merged {}", Told("""{"counter":10}""", null, 4));
    }

    [Fact]
    public void LastWriteWins_IsDecidedByTheStamps_AndTellsWhatItDropped()
    {
        ServerEntity stamped = Judged.Row with { Stamps = new Dictionary<string, Stamp> { ["remark"] = Judged.Noon with { At = Judged.Noon.At.AddMinutes(1) } } };
        Change change = Update("""{"remark":"mine"}""", """{"remark":"old"}""", 5);

        Decision later = Judged.Decide(stamped, change);

        Assert.Equal("Merged {}", Judged.Told(later, stamped));
        Assert.Equal(
            """{"Field":"remark","Base":"old","Client":"mine","Server":"r","Rule":"last_write_wins","Result":"r"}""",
            Look.Text(Assert.Single(later.Receipts)));
        Assert.Equal("StaleVersion remark | Changed on the server since: remark.", Judged.Told(Judged.Row, change));
    }

    [Fact]
    public void LastWriteWins_ThatWins_LeavesItsStamp_AndAReceiptOfTheOther()
    {
        ServerEntity stamped = Judged.Row with { Stamps = new Dictionary<string, Stamp> { ["remark"] = Judged.Noon with { At = Judged.Noon.At.AddMinutes(-1) } } };

        Decision won = Judged.Decide(stamped, Update("""{"remark":"mine","title":"mine"}""", """{"remark":"old","title":"t"}""", 5));

        Assert.Equal("""Merged {"title":"mine","remark":"mine"}""", Judged.Told(won, stamped));
        Assert.Equal("mine", Assert.Single(won.Receipts).Result.ToString());
        Assert.Equal([KeyValuePair.Create("remark", Judged.Noon)], won.After!.Stamps);
    }

    [Fact]
    public void Stamp_IsLeftWhereTheValueStays()
    {
        Assert.Empty(Judged.Decide(Judged.Row, Update("""{"remark":"r"}""", """{"remark":"r"}""", 5)).After!.Stamps);
        Assert.Empty(Judged.Decide(Judged.Row, Update("""{"title":"mine"}""", """{"title":"t"}""", 5)).Receipts);
    }

    [Theory]
    [InlineData("""{"approved_by":"B","site_id":"north","title":"mine"}""", """Applied {"title":"mine"}""")]
    [InlineData("""{"approved_by":"me","title":"mine"}""", """FieldNotWritable {"approved_by":"Only the server sets it."}""")]
    [InlineData("""{"site_id":"south","approved_by":"me"}""", """FieldNotWritable {"site_id":"It is set when the entity is made.","approved_by":"Only the server sets it."}""")]
    public void Field_ThatIsNotTheCallers_MaySayWhatIsThere(string data, string expected) =>
        Assert.Equal(expected, Told(data, """{"title":"t"}""", 5));

    /// <summary>Latitude and longitude are one value: it conflicts where each side moved some part of it.</summary>
    [Theory]
    [InlineData("""{"latitude":9}""", """{"latitude":1,"longitude":2}""", 3, """Merged {"latitude":9}""")]
    [InlineData("""{"latitude":9}""", """{"latitude":1,"longitude":7}""", 5, "StaleVersion latitude,longitude | Changed on the server since: latitude, longitude.")]
    [InlineData("""{"latitude":9}""", """{"latitude":1}""", 5, """Applied {"latitude":9}""")]
    [InlineData("""{"latitude":9}""", """{"latitude":1}""", 3, "StaleVersion latitude,longitude | Changed on the server since: latitude, longitude.")]
    [InlineData("""{"latitude":1}""", """{"latitude":1,"longitude":7}""", 3, "Merged {}")]
    [InlineData("""{"latitude":7}""", """{"latitude":7,"longitude":2}""", 3, "Merged {}")]
    [InlineData("""{"latitude":9,"longitude":8}""", """{"latitude":1,"longitude":2}""", 5, """Applied {"latitude":9,"longitude":8}""")]
    [InlineData("""{"title":"mine"}""", """{"title":"t","longitude":7}""", 3, """Merged {"title":"mine"}""")]
    public void FieldsTogether_ConflictWhereEachSideMovedOne(string data, string replaced, int version, string expected) =>
        Assert.Equal(expected, Told(data, replaced, version));

    /// <summary>The row is submitted. A real move is judged by the machine; what is no move is not.</summary>
    [Theory]
    [InlineData("""{"status":"draft"}""", """{"status":"submitted"}""", 5, """Applied {"status":"draft"}""")]
    [InlineData("""{"status":"submitted"}""", """{"status":"draft"}""", 3, "Merged {}")]
    [InlineData("""{"status":"draft"}""", """{"status":"draft"}""", 3, "Merged {}")]
    [InlineData("""{"status":"closed"}""", """{"status":"submitted"}""", 5, "InvalidTransition status | The job cannot move to closed: it is already at submitted.")]
    [InlineData("""{"status":"cancelled"}""", """{"status":"draft"}""", 3, "InvalidTransition status | The job cannot move to cancelled: it is already at submitted.")]
    [InlineData("""{"status":"approved"}""", """{"status":"draft","tags":["a"],"checks":{"gas":true}}""", 3, "StaleVersion status | Changed on the server since: status.")]
    public void Status_IsJudgedByTheMachine(string data, string replaced, int version, string expected) =>
        Assert.Equal(expected, Told(data, replaced, version));

    /// <summary>An approval relies on the tags and the checks: one of them that moved since makes it a conflict.</summary>
    [Theory]
    [InlineData("""{"status":"approved"}""", """{"status":"submitted","tags":["a"],"checks":{"gas":true}}""", 3, """Merged {"status":"approved"}""")]
    [InlineData("""{"status":"approved"}""", """{"status":"submitted","tags":[],"checks":{"gas":true}}""", 5, "StaleVersion tags | Changed on the server since: tags.")]
    [InlineData("""{"status":"approved"}""", """{"status":"submitted"}""", 5, """Applied {"status":"approved"}""")]
    [InlineData("""{"status":"approved"}""", """{"status":"submitted"}""", 3, "StaleVersion tags,checks | Changed on the server since: tags, checks.")]
    [InlineData("""{"status":"approved","tags":["a","b"]}""", """{"status":"submitted","tags":["a"],"checks":{"gas":true}}""", 5, """Applied {"tags":["a","b"],"status":"approved"}""")]
    [InlineData("""{"status":"approved","tags":["b"]}""", """{"status":"submitted","tags":[],"checks":{"gas":true}}""", 5, "StaleVersion tags | Changed on the server since: tags.")]
    [InlineData("""{"status":"draft"}""", """{"status":"submitted","tags":[]}""", 5, """Applied {"status":"draft"}""")]
    public void Status_ReliesOnWhatTheModelSays(string data, string replaced, int version, string expected) =>
        Assert.Equal(expected, Told(data, replaced, version));

    /// <summary>Once a job is approved its tags stand: a device that could know is refused, one that could not has a conflict.</summary>
    [Theory]
    [InlineData("""{"tags":["a","b"]}""", """{"tags":["a"]}""", 5, """ValidationError {"tags":"It cannot be edited while the job is 'approved'."}""")]
    [InlineData("""{"tags":["a","b"]}""", """{"tags":["a"]}""", 3, "StaleVersion tags | tags: It cannot be edited while the job is 'approved'.")]
    [InlineData("""{"tags":["a"]}""", """{"tags":[]}""", 5, "Merged {}")]
    [InlineData("""{"tags":["x"]}""", """{"tags":["x"]}""", 3, "Merged {}")]
    [InlineData("""{"title":"mine"}""", """{"title":"t"}""", 5, """Applied {"title":"mine"}""")]
    [InlineData("""{"tags":["a","b"],"title":"mine"}""", """{"tags":["a"],"title":"old"}""", 3, "StaleVersion tags | tags: It cannot be edited while the job is 'approved'.")]
    [InlineData("""{"status":"closed","tags":["b"]}""", """{"status":"approved","tags":["a"]}""", 5, """ValidationError {"tags":"It cannot be edited while the job is 'approved'."}""")]
    public void Frozen_IsWhatTheServersStateFreezes(string data, string replaced, int version, string expected) =>
        Assert.Equal(expected, Judged.Told(Judged.With("""{"status":"approved"}"""), Update(data, replaced, version)));

    [Fact]
    public void Frozen_CannotBeDecidedWithoutABaseEither() =>
        Assert.Equal(
            "StaleVersion tags | tags: It cannot be edited while the job is 'approved'.",
            Judged.Told(Judged.With("""{"status":"approved"}"""), Update("""{"tags":["b"]}""", null, 3)));

    [Fact]
    public void Conflict_TellsBaseClientAndServer_AndTheWholeState()
    {
        var conflict = (ConflictedChange)Judged.Decide(Judged.Row, Update("""{"title":"mine"}""", """{"title":"old"}""", 3)).Refusal!;
        Assert.Equal(("job", "mine", "j", 3L, 5L), (conflict.Entity, conflict.OfflineId, conflict.ServerId, conflict.ClientVersion, conflict.ServerVersion));
        Assert.Equal("""{"Client":"mine","Server":"t","Base":"old","MergeHint":"last_write_wins"}""", Look.Text(conflict.Fields["title"]));
        Assert.Equal(Judged.Row.State.ToJson(), conflict.ServerState!.ToJson());
    }
}
