using Athens.Sync.Device;
using Athens.Sync.Outbox;
using Athens.Sync.Tests.Worlds;

namespace Athens.Sync.Tests.Outbox;

/// <summary>What change a deleted object becomes.</summary>
public sealed class DeleteDeciderTests
{
    private static readonly SyncModel Model = JobModel.Create();
    private static readonly Edit Deleted = new() { Id = Look.Id, Now = FieldValues.Empty, IsDeleted = true, At = DateTimeOffset.UnixEpoch, OfflineId = "mine", Traceparent = "trace" };

    private static Change? Decide(Edit edit, ReplicaEntity? replica, params OutboxItem[] items) =>
        DeleteDecider.Decide(Model.Entity(edit.Id.Type), edit, Look.Of(new DeviceState(), replica, items));

    [Fact]
    public void Delete_SaysWhatIsShown_WhereNobodyKnowsWhatTheUserSaw() => Assert.Equal(
        Look.Text(Look.Change("{}", """{"title":"t"}""", 3, ChangeOp.Delete) with { ChangedAt = DateTimeOffset.UnixEpoch, Traceparent = "trace" }),
        Look.Text(Decide(Deleted, Look.Replica("""{"title":"t"}""", 3))));

    [Fact]
    public void Delete_SaysTheVersionThatTheUserSaw() =>
        Assert.Equal(2, Decide(Deleted with { SeenVersion = 2 }, Look.Replica("""{"title":"t"}""", 3))!.ClientVersion);

    /// <summary>Of the fields that are there: what the user saw, or, where this device wrote the field since, what it wrote.</summary>
    [Theory]
    [InlineData(true, """{"title":"seen","notes":"own","priority":5}""")]
    [InlineData(false, """{"title":"seen","notes":"seen","priority":5}""")]
    public void Delete_SaysWhatTheUserSaw_AndWhatTheDeviceItselfWroteSince(bool isShown, string replaced)
    {
        OutboxItem own = Look.Item(1, Look.Change("""{"notes":"own"}""")) with { IsShown = isShown };
        Edit edit = Deleted with { Seen = World.F("""{"title":"seen","notes":"seen","gone":1}""") };
        Assert.Equal(replaced, Decide(edit, Look.Replica("""{"title":"held","notes":"own","priority":5}""", 3), own)!.Base!.ToJson());
    }

    [Fact]
    public void Delete_OfWhatIsNotShown_IsNone()
    {
        Assert.Null(Decide(Deleted, replica: null));
        Assert.Null(Decide(Deleted, Look.Replica("""{"title":"t"}""", 3) with { Local = null }));
    }

    [Fact]
    public void Delete_OfARecordThatIsOnlyAddedTo_IsRefused() =>
        Assert.Equal("photo is only ever added to.", Assert.Throws<ChangeRefusedException>(() => Decide(Deleted with { Id = new EntityId("photo", "p") }, replica: null)).Message);
}
