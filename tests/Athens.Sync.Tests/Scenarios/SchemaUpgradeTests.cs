using System.Text.Json;
using Athens.Sync.Device;
using Athens.Sync.InMemory;
using Athens.Sync.Modeling;
using Athens.Sync.Server;
using Athens.Sync.Testing;
using Athens.Sync.Tests.Worlds;
using Athens.Sync.Wire;
using Microsoft.Extensions.Time.Testing;

namespace Athens.Sync.Tests.Scenarios;

/// <summary>An app that is updated while its device holds what the older one stored, queued and sent.</summary>
public sealed class SchemaUpgradeTests
{
    private static readonly SyncCaller Ann = World.Caller("ann");

    private readonly SyncModel first = SyncModel.Create(m => m.SchemaVersion(1).Entity<NoteV1>("note", e => e.Key(n => n.Id).Scope(n => n.Site).Fields(n => n.Text, n => n.Urgent)));
    private readonly SyncModel third = SyncModel.Create(m => m.SchemaVersion(3)
        .Upcast("note", 1, values => Renamed(values, "text", "title"))
        .Upcast("note", 2, values => values.Find("urgent") is { } urgent ? Renamed(values, "urgent", "level").With("level", World.J(urgent.GetBoolean() ? "9" : "0")) : values)
        .Entity<NoteV3>("note", e => e.Key(n => n.Id).Scope(n => n.Site).Fields(n => n.Title, n => n.Level)));

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task QueuedChanges_OfAnOlderSchema_AreSentInTheNewOne()
    {
        (InMemoryDeviceStore store, _) = await OldDeviceAsync(ServerOf(first), async notes => await notes.SaveAsync(new NoteV1 { Id = "n", Text = "valve", Urgent = true }), isSynced: false);
        SyncServer server = ServerOf(third);
        (SyncClient client, FaultyTransport network) = ClientOf(third, store.Reopen(), server);

        SyncReport report = await client.SyncAsync();

        Assert.True(report.IsComplete);
        Change sent = Assert.Single(network.Pushes[0].Changes);
        Assert.Equal((3, """{"site":"","title":"valve","level":9}"""), (sent.SchemaVersion, sent.Data.ToJson()));
        Assert.Equal(("valve", 9), await ReadAsync(client));
    }

    [Fact]
    public async Task ChangeInFlight_OfAnOlderSchema_IsSentAsItWasAndReadByTheServer()
    {
        (InMemoryDeviceStore store, FaultyTransport before) = await OldDeviceAsync(
            ServerOf(first),
            async notes => await notes.SaveAsync(new NoteV1 { Id = "n", Text = "valve", Urgent = true }),
            isSynced: true,
            isRefused: true);
        (SyncClient client, FaultyTransport network) = ClientOf(third, store.Reopen(), ServerOf(third));
        Assert.Equal(("valve", 9), await ReadAsync(client));

        await client.SyncAsync();

        Assert.Equal(Text(before.Pushes[0].Changes[0]), Text(network.Pushes[0].Changes[0]));
        Assert.Empty(await client.Conflicts.ListRejectedAsync().ToListAsync());
        Assert.Equal(("valve", 9), await ReadAsync(client));
    }

    [Fact]
    public async Task PushOfAnOlderApp_IsCarriedOverByTheServer_BaseAndAll()
    {
        SyncServer server = ServerOf(third);
        await PushAsync(server, 1, new Change { Entity = "note", Op = ChangeOp.Create, OfflineId = "a", ServerId = "n", Data = World.F("""{"text":"valve","urgent":false}""") });

        PushResponse answer = await PushAsync(server, 1, new Change { Entity = "note", Op = ChangeOp.Update, OfflineId = "b", ServerId = "n", ClientVersion = 1, Data = World.F("""{"text":"valve 4"}"""), Base = World.F("""{"text":"valve"}""") });

        Assert.Equal(AppliedStatus.Applied, Assert.Single(answer.Applied).Status);
        PullResponse page = await server.PullAsync(new PullRequest(), Ann);
        Assert.Equal(("valve 4", 0), (page.Changes[0].Data!["title"].GetString(), page.Changes[0].Data!["level"].GetInt32()));
    }

    [Fact]
    public async Task ReplayOfAnOlderApp_AfterTheServerWasUpdated_IsTheFirstAnswerAgain()
    {
        var change = new Change { Entity = "note", Op = ChangeOp.Create, OfflineId = "a", ServerId = "n", Data = World.F("""{"text":"valve","urgent":false}""") };
        await PushAsync(ServerOf(first, out InMemoryServerStore database), 1, change);

        PushResponse answer = await PushAsync(new SyncServer(third, database, time, new CountingIds(3)), 1, change);

        Assert.Equal((AppliedStatus.AlreadyApplied, 1L), (Assert.Single(answer.Applied).Status, answer.Applied[0].NewVersion));
    }

    [Fact]
    public async Task ChangeOfANewerSchema_ThanTheServerKnows_IsToldSo_AndKept()
    {
        (SyncClient client, _) = ClientOf(third, new InMemoryDeviceStore(), ServerOf(first));
        await client.Set<NoteV3>().SaveAsync(new NoteV3 { Id = "n", Title = "valve" });

        await client.SyncAsync();

        SyncConflict refused = Assert.Single(await client.Conflicts.ListRejectedAsync().ToListAsync());
        Assert.Equal(RejectionReason.UnknownSchema, refused.Item.Rejection!.Reason);
        Assert.Equal(("valve", 0), await ReadAsync(client));
    }

    [Fact]
    public async Task Replica_OfAnOlderSchema_IsShownInTheNewOne_WithoutANetwork()
    {
        (InMemoryDeviceStore store, _) = await OldDeviceAsync(ServerOf(first), async notes => await notes.SaveAsync(new NoteV1 { Id = "n", Text = "valve", Urgent = true }), isSynced: true);
        (SyncClient client, FaultyTransport network) = ClientOf(third, store.Reopen(), ServerOf(third));
        network.IsDown = true;

        Assert.Equal(("valve", 9), await ReadAsync(client));
    }

    [Fact]
    public async Task StoreOfANewerSchema_ThanTheAppKnows_IsLeftAlone()
    {
        var store = new InMemoryDeviceStore();
        (SyncClient newer, _) = ClientOf(third, store, ServerOf(third));
        await newer.Set<NoteV3>().SaveAsync(new NoteV3 { Id = "n", Title = "valve" });
        InMemoryDeviceStore reopened = store.Reopen();
        (SyncClient older, _) = ClientOf(first, reopened, ServerOf(first));

        StoreException refused = await Assert.ThrowsAsync<StoreException>(() => older.SyncAsync());

        Assert.Equal(StoreFailure.NewerSchema, refused.Failure);
        Assert.Equal(3, (await reopened.LoadAsync(new DeviceQuery())).State.SchemaVersion);
    }

    [Theory]
    [InlineData("other", 1, "does not have")]
    [InlineData("note", 3, "set SchemaVersion(4)")]
    public void Step_ThatLeadsNowhere_IsRefusedByName(string type, int from, string why)
    {
        SyncModelException refused = Assert.Throws<SyncModelException>(() => SyncModel.Create(m => m.SchemaVersion(3).Upcast(type, from, values => values)
            .Entity<NoteV3>("note", e => e.Key(n => n.Id).Scope(n => n.Site).Fields(n => n.Title, n => n.Level))));

        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    private static FieldValues Renamed(FieldValues values, string from, string to) =>
        FieldValues.From(values.Select(field => KeyValuePair.Create(field.Key == from ? to : field.Key, field.Value)));

    private static string Text(Change change) => JsonSerializer.Serialize(change, WireJson.Instance.Change);

    private static async Task<(string Title, int Level)> ReadAsync(SyncClient client)
    {
        NoteV3 note = Assert.Single(await client.Set<NoteV3>().ListAsync().ToListAsync());
        return (note.Title, note.Level);
    }

    private static Task<PushResponse> PushAsync(SyncServer server, int schema, Change change) =>
        server.PushAsync(new PushRequest { DeviceId = "d", SchemaVersion = schema, Changes = [change] }, Ann);

    private SyncServer ServerOf(SyncModel model) => ServerOf(model, out _);

    private SyncServer ServerOf(SyncModel model, out InMemoryServerStore database)
    {
        database = new InMemoryServerStore(model, new CountingIds(1));
        return new SyncServer(model, database, time, new CountingIds(2));
    }

    private async Task<(InMemoryDeviceStore Store, FaultyTransport Network)> OldDeviceAsync(SyncServer server, Func<SyncSet<NoteV1>, Task> work, bool isSynced, bool isRefused = false)
    {
        var store = new InMemoryDeviceStore();
        (SyncClient client, FaultyTransport network) = ClientOf(first, store, server);
        await work(client.Set<NoteV1>());
        network.Judge = _ => isRefused ? TransportFault.RequestLost : null;
        if (isSynced)
            await client.SyncAsync();
        return (store, network);
    }

    private (SyncClient Client, FaultyTransport Network) ClientOf(SyncModel model, InMemoryDeviceStore store, SyncServer server)
    {
        var network = new FaultyTransport(new InProcessTransport(server, Ann));
        return (new SyncClient(model, store, network, time, new CountingIds(4)), network);
    }

    public sealed class NoteV1
    {
        public string Id { get; set; } = "";

        public string Site { get; set; } = "";

        public string Text { get; set; } = "";

        public bool Urgent { get; set; }
    }

    public sealed class NoteV3
    {
        public string Id { get; set; } = "";

        public string Site { get; set; } = "";

        public string Title { get; set; } = "";

        public int Level { get; set; }
    }
}
