using Athens.Sync.Server;
using Athens.Sync.Tests.Worlds;

namespace Athens.Sync.Tests.Server;

/// <summary>What is refused of a change without a look at the row, by which field and in which words.</summary>
public sealed class ChangeCheckTests
{
    private static readonly SyncModel Model = SyncModel.Create(m =>
    {
        m.Entity<Job>("job", e =>
        {
            e.Key(j => j.Id).Scope(j => j.SiteId).Fields(j => j.Title, j => j.Notes, j => j.Priority);
            e.Field(j => j.Status).StateMachine(JobModel.Machine);
            e.Ignore(j => j.Tags, j => j.Checks, j => j.Latitude, j => j.Longitude, j => j.Counter, j => j.Remark, j => j.ApprovedBy);
        });
        m.Entity<Photo>("photo", e => e.Key(p => p.Id).Parent("job", p => p.JobId).AppendOnly().IgnoreUnknownFields().Fields(p => p.Caption));
        m.Entity<Ticket>("ticket", e => e.Key(t => t.Id).ServerAssignedKey().Scope(t => t.SiteId).Fields(t => t.Title).Ignore(t => t.Tags, t => t.DuplicateOf));
        m.Entity<Tag>("tag", e => e.Key(t => t.Id).Fields(t => t.Text));
        m.Entity<Room>("room", e => e.Key(r => r.Id).Fields(r => r.Text));
    });

    private static string Told(string entity, ChangeOp op, string? key, string data) =>
        ChangeCheck.Refuse(Model, new Change { Entity = entity, Op = op, OfflineId = "mine", ServerId = key, Data = World.F(data) }) is { } refusal ? $"{refusal.Reason} {refusal.Detail}" : "taken";

    [Theory]
    [InlineData("ghost", ChangeOp.Update, "UnknownEntity There is no entity 'ghost'.")]
    [InlineData("job", ChangeOp.Create, "taken")]
    [InlineData("job", ChangeOp.Update, "taken")]
    [InlineData("job", ChangeOp.Delete, "taken")]
    [InlineData("job", ChangeOp.Append, "UnknownOp job is not only added to; use create.")]
    [InlineData("job", ChangeOp.UpdateStatus, """ValidationError {"status":"The new status is missing."}""")]
    [InlineData("photo", ChangeOp.Append, "taken")]
    [InlineData("photo", ChangeOp.Create, "taken")]
    [InlineData("photo", ChangeOp.Update, "UnknownOp photo is only ever added to.")]
    [InlineData("photo", ChangeOp.Delete, "UnknownOp photo is only ever added to.")]
    [InlineData("photo", ChangeOp.UpdateStatus, "UnknownOp photo has no status.")]
    [InlineData("tag", ChangeOp.UpdateStatus, "UnknownOp tag has no status.")]
    public void Operation_IsOneOfTheType(string entity, ChangeOp op, string expected) => Assert.Equal(expected, Told(entity, op, "7", "{}"));

    [Fact]
    public void StatusMove_ThatSaysWhereTo_IsTaken() => Assert.Equal("taken", Told("job", ChangeOp.UpdateStatus, "j", """{"status":"submitted"}"""));

    /// <summary>Who makes an entity may leave the key to the server, where there is a way to make one.</summary>
    [Theory]
    [InlineData("job", ChangeOp.Create, null, "taken")]
    [InlineData("photo", ChangeOp.Append, null, "taken")]
    [InlineData("ticket", ChangeOp.Create, null, "taken")]
    [InlineData("room", ChangeOp.Create, null, "taken")]
    [InlineData("tag", ChangeOp.Create, null, "MissingServerId server_id is missing.")]
    [InlineData("job", ChangeOp.Update, null, "MissingServerId server_id is missing.")]
    [InlineData("ticket", ChangeOp.Delete, null, "MissingServerId server_id is missing.")]
    [InlineData("tag", ChangeOp.Update, "x", """ValidationError {"server_id":"It is not a key of tag."}""")]
    [InlineData("tag", ChangeOp.Update, "99999999999", """ValidationError {"server_id":"It is not a key of tag."}""")]
    [InlineData("tag", ChangeOp.Update, "7", "taken")]
    [InlineData("room", ChangeOp.Update, "x", """ValidationError {"server_id":"It is not a key of room."}""")]
    public void Key_IsOneOfTheType(string entity, ChangeOp op, string? key, string expected) => Assert.Equal(expected, Told(entity, op, key, "{}"));

    [Theory]
    [InlineData("""{"title":"t","secret":1,"id":"x"}""", """UnknownField {"secret":"job has no such field.","id":"job has no such field."}""")]
    [InlineData("""{"title":5,"priority":null,"notes":null}""", """ValidationError {"title":"A number is not a value of this field.","priority":"It cannot be null."}""")]
    [InlineData("""{"priority":"x"}""", """ValidationError {"priority":"A string is not a value of this field."}""")]
    [InlineData("""{"title":"\ud800","notes":"\u00e4"}""", """ValidationError {"title":"A string is not a value of this field."}""")]
    [InlineData("""{"secret":1,"title":5}""", """UnknownField {"secret":"job has no such field."}""")]
    public void Fields_AreOfTheType_AndHoldTheirValues(string data, string expected) => Assert.Equal(expected, Told("job", ChangeOp.Update, "j", data));

    [Fact]
    public void UnknownFields_WhereTheTypeIgnoresThem_DoNotHideAWrongOne()
    {
        Assert.Equal("taken", Told("photo", ChangeOp.Append, "p", """{"job_id":"j","secret":1}"""));
        Assert.Equal("""ValidationError {"caption":"A number is not a value of this field."}""", Told("photo", ChangeOp.Append, "p", """{"job_id":"j","secret":1,"caption":5}"""));
    }

    [Fact]
    public void Refusal_NamesTheChange()
    {
        RejectedChange refusal = ChangeCheck.Refuse(Model, new Change { Entity = "ghost", Op = ChangeOp.Update, OfflineId = "mine" })!;
        Assert.Equal(("ghost", "mine"), (refusal.Entity, refusal.OfflineId));
    }

    private sealed class Tag
    {
        public int Id { get; set; }

        public string Text { get; set; } = "";
    }

    private sealed class Room
    {
        public Guid Id { get; set; }

        public string Text { get; set; } = "";
    }
}
