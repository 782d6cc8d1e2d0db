using Athens.Sync.Device;
using Athens.Sync.InMemory;
using Athens.Sync.Outbox;
using Athens.Sync.Tests.Worlds;

namespace Athens.Sync.Tests.Outbox;

public sealed class EditDeciderTests : IAsyncDisposable
{
    private static readonly EntityId Id = new("job", "j");

    private readonly SyncModel model = JobModel.Create();
    private readonly InMemoryDeviceStore store = new();
    private int made;

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task Edits_OfOneLook_BecomeOneCommit()
    {
        DeviceCommit? commit = await DecideAsync(
            Edit(Id, """{"title":"Weld"}"""),
            Edit(new EntityId("photo", "p"), """{"job_id":"j","caption":"before"}"""));

        Assert.Equal([ChangeOp.Create, ChangeOp.Append], commit!.PutItems.Select(i => i.Change.Op));
        Assert.Equal(2, commit.PutReplicas.Count);
        Assert.Equal((1, 2), (commit.State.Revision, commit.State.Counts.Pending));
    }

    /// <summary>What a store holds is read by the schema of who wrote it: its first commit says which, and a later one does not say otherwise.</summary>
    [Theory]
    [InlineData(0, true)]
    [InlineData(7, false)]
    public void FirstCommitOfAStore_NotesTheSchema(long revision, bool isNoted)
    {
        var view = new DeviceView { State = new DeviceState { Revision = revision, SchemaVersion = 0 } };

        DeviceCommit? commit = EditDecider.Decide(model, view, [Edit(Id, """{"title":"Weld"}""")]);

        Assert.Equal(isNoted ? model.SchemaVersion : 0, commit!.State.SchemaVersion);
    }

    [Fact]
    public async Task Edit_ThatChangesNothing_IsNoCommit()
    {
        await HeldAsync("""{"title":"Weld"}""", version: 3);

        Assert.Null(await DecideAsync(Edit(Id, """{"title":"Weld"}""")));
        Assert.Null(await DecideAsync(Edit(new EntityId("job", "missing"), "{}") with { IsDeleted = true }));
    }

    [Fact]
    public async Task Edit_MadeOnWhatIsNoLongerThere_KeepsWhatTheUserSawAsBase()
    {
        await HeldAsync("""{"title":"pulled","notes":"pulled"}""", version: 4);

        DeviceCommit? commit = await DecideAsync(Edit(Id, """{"title":"mine","notes":"old"}""") with { Seen = World.F("""{"title":"old","notes":"old"}""") });

        Change change = Assert.Single(commit!.PutItems).Change;
        Assert.Equal(("""{"title":"mine"}""", """{"title":"old"}"""), (change.Data.ToJson(), change.Base!.ToJson()));
        Assert.Equal("""{"title":"mine","notes":"pulled"}""", Assert.Single(commit.PutReplicas).Local!.ToJson());
    }

    [Fact]
    public async Task Delete_OfWhatIsNoLongerThere_KeepsWhatTheUserSawAsBase()
    {
        await HeldAsync("""{"title":"pulled","notes":"same"}""", version: 4);

        DeviceCommit? commit = await DecideAsync(Edit(Id, "{}") with { IsDeleted = true, Seen = World.F("""{"title":"old","notes":"same"}""") });

        Change change = Assert.Single(commit!.PutItems).Change;
        Assert.Equal((ChangeOp.Delete, """{"title":"old","notes":"same"}"""), (change.Op, change.Base!.ToJson()));
        Assert.Null(Assert.Single(commit.PutReplicas).Local);
    }

    [Fact]
    public async Task Delete_AfterAnUnsentEditOfOnesOwn_ReplacesWhatTheEditReplaced()
    {
        await HeldAsync("""{"title":"server"}""", version: 4);
        await store.CommitAsync((await DecideAsync(Edit(Id, """{"title":"mine"}""") with { Seen = World.F("""{"title":"server"}""") }))!);

        DeviceCommit? commit = await DecideAsync(Edit(Id, "{}") with { IsDeleted = true, Seen = World.F("""{"title":"server"}""") });

        Change change = Assert.Single(commit!.PutItems).Change;
        Assert.Equal((ChangeOp.Delete, """{"title":"server"}"""), (change.Op, change.Base!.ToJson()));
    }

    [Fact]
    public async Task Edit_ThatTheServerWouldRefuse_RefusesAll()
    {
        await HeldAsync("""{"title":"Weld","approved_by":"B"}""", version: 1);

        ChangeRefusedException refused = await Assert.ThrowsAsync<ChangeRefusedException>(() => DecideAsync(
            Edit(new EntityId("job", "other"), """{"title":"new"}"""),
            Edit(Id, """{"title":"Weld","approved_by":"me"}""")));

        Assert.Equal(Id, refused.Entity);
    }

    private Edit Edit(EntityId id, string now) => new() { Id = id, Now = World.F(now), At = DateTimeOffset.UnixEpoch, OfflineId = $"change-{++made}" };

    private async Task<DeviceCommit?> DecideAsync(params Edit[] edits) => EditDecider.Decide(model, await store.LoadAsync(EditDecider.Query(model, edits)), edits);

    private async Task HeldAsync(string state, long version) => Assert.True(await store.CommitAsync(new DeviceCommit
    {
        State = new DeviceState { Revision = 1 },
        PutReplicas = [new ReplicaEntity { Type = Id.Type, Key = Id.Key, Version = version, Server = World.F(state), Local = World.F(state) }],
    }));
}
