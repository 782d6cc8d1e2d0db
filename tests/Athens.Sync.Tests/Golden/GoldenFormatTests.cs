using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Athens.Sync.Device;
using Athens.Sync.Feed;
using Athens.Sync.InMemory;
using Athens.Sync.Testing;
using Athens.Sync.Tests.Worlds;
using Athens.Sync.Wire;

namespace Athens.Sync.Tests.Golden;

/// <summary>What earlier builds stored and sent is still read, and a change of a form is noticed.</summary>
public sealed class GoldenFormatTests
{
    /// <summary>What the first build always wrote.</summary>
    private const string FirstState = """
        {"revision":3,"device_id":"d","generation":"g","next_number":1,"next_position":1,"offers_again":false,"checkpoints":{},"round":0,
         "is_refreshing":false,"counts":{"pending":0,"syncing":0,"synced":0,"conflict":0,"failed":0},"resolutions":[]}
        """;

    [Fact]
    public void DeviceState_OfEarlierBuilds_IsRead() => Reads("device-state", DeviceRecords.FullState(7), DeviceJson.Instance.DeviceState, state =>
    {
        Assert.Equal("device", state.DeviceId);
        Assert.NotNull(state.SetAside);
        Assert.NotNull(state.Blocks);
        Assert.NotNull(state.Resolutions);
        Assert.NotNull(state.Checkpoints);
        Assert.NotNull(state.Counts);
    });

    /// <summary>A build that did not know a member yet left it out: it then is what a new record has, and never null.</summary>
    [Fact]
    public void DeviceState_WithoutMembersThatCameLater_IsWhatANewOneHas()
    {
        DeviceState state = JsonSerializer.Deserialize(FirstState, DeviceJson.Instance.DeviceState)!;

        Assert.Equal(
            JsonSerializer.Serialize(new DeviceState { Revision = 3, DeviceId = "d", Generation = "g" }, DeviceJson.Instance.DeviceState),
            JsonSerializer.Serialize(state, DeviceJson.Instance.DeviceState));
    }

    [Fact]
    public void OutboxItem_WithoutMembersThatCameLater_IsWhatANewOneHas()
    {
        OutboxItem made = DeviceRecords.Item(7);
        string text = $$"""{"position":7,"status":"pending","is_shown":true,"is_urgent":false,"attempts":0,"created_at":{{JsonSerializer.Serialize(made.CreatedAt)}},"change":{{JsonSerializer.Serialize(made.Change, WireJson.Instance.Change)}}}""";

        Assert.Equal(
            JsonSerializer.Serialize(made, DeviceJson.Instance.OutboxItem),
            JsonSerializer.Serialize(JsonSerializer.Deserialize(text, DeviceJson.Instance.OutboxItem)!, DeviceJson.Instance.OutboxItem));
    }

    [Fact]
    public void OutboxItem_OfEarlierBuilds_IsRead() => Reads("outbox-item", DeviceRecords.FullItem(7), DeviceJson.Instance.OutboxItem, item =>
    {
        Assert.Equal(("order/k", "full"), (item.Entity.ToString(), item.Change.OfflineId));
        Assert.Equal(3, item.Conflict!.Fields.Count);
    });

    [Fact]
    public void Replica_OfEarlierBuilds_IsRead() => Reads("replica", DeviceRecords.FullReplica("k"), DeviceJson.Instance.ReplicaEntity, replica =>
        Assert.Equal(("order/k", "local"), (replica.Id.ToString(), replica.Local!["title"].GetString())));

    /// <summary>What the user sees is mostly what the server has, and then lies on the disk once.</summary>
    [Fact]
    public void Replica_InStepWithTheServer_IsKeptOnce()
    {
        Reads("replica-in-step", DeviceRecords.Replica("k"), DeviceJson.Instance.ReplicaEntity, read =>
        {
            Assert.Equal("server", read.Server!["title"].GetString());
            Assert.Same(read.Server, read.Local);
        });
        Assert.DoesNotContain("\"local\"", GoldenFile.All("replica-in-step")[0], StringComparison.Ordinal);
    }

    /// <summary>What is equal and written in another way is kept as it was written.</summary>
    [Theory]
    [InlineData("""{"title":"server","amount":1.0}""")]
    [InlineData("""{"amount":1.00,"title":"server"}""")]
    [InlineData("""{"title":"server"}""")]
    public void Replica_ThatShowsNotTheServersVeryText_IsKeptAsItIs(string local)
    {
        ReplicaEntity replica = DeviceRecords.Replica("k") with { Server = DeviceRecords.Fields("""{"title":"server","amount":1.00}"""), Local = DeviceRecords.Fields(local) };

        ReplicaEntity read = JsonSerializer.Deserialize(JsonSerializer.Serialize(replica, DeviceJson.Instance.ReplicaEntity), DeviceJson.Instance.ReplicaEntity)!;

        Assert.Equal(local, read.Local!.ToJson());
        Assert.Equal("""{"title":"server","amount":1.00}""", read.Server!.ToJson());
    }

    [Fact]
    public void Checkpoint_OfEarlierBuilds_IsRead()
    {
        var checkpoint = new Checkpoint("epoch", "north", "default", 41, 7, "0123456789abcdef");
        GoldenFile.IsLatest("checkpoint", checkpoint.ToToken());
        Assert.All(GoldenFile.All("checkpoint"), token => Assert.Equal(checkpoint, Checkpoint.Parse(token)));
    }

    /// <summary>A push that an earlier build sent is read, and each change of it taken in or answered.</summary>
    [Fact]
    public async Task Push_OfEarlierBuilds_IsReadAndAnswered()
    {
        (PushRequest request, _, _) = await DayAsync();
        GoldenFile.IsLatest("push", JsonSerializer.Serialize(request, WireJson.Instance.PushRequest));
        foreach (string text in GoldenFile.All("push"))
        {
            PushRequest read = PushRequestReader.Read(Encoding.UTF8.GetBytes(text), SyncLimits.Default);
            Assert.Empty(read.Malformed);
            PushResponse answer = await new World().Server.PushAsync(read with { Epoch = null }, World.Caller("ann"));
            Assert.Equal(read.Changes.Count, answer.Applied.Count);
        }
    }

    [Fact]
    public async Task PushAnswer_OfEarlierBuilds_IsRead()
    {
        (PushRequest request, PushResponse response, _) = await DayAsync();
        Reads("push-answer", response, WireJson.Instance.PushResponse, answer => AnswerCheck.Check(request, answer));
    }

    [Fact]
    public async Task PullAnswer_OfEarlierBuilds_IsRead()
    {
        (_, _, PullResponse page) = await DayAsync();
        Reads("pull-answer", page, WireJson.Instance.PullResponse, answer =>
        {
            AnswerCheck.Check(new PullRequest(), answer);
            Assert.Equal(3, answer.Changes.Count);
        });
    }

    /// <summary>A device goes on from what an earlier build left on its disk: the queue is sent, and the replica follows.</summary>
    [Fact]
    public async Task Device_OfEarlierBuilds_GoesOnSyncing()
    {
        (DeviceState state, IReadOnlyList<OutboxItem> items, IReadOnlyList<ReplicaEntity> replicas) = await LeftAsync();
        GoldenFile.IsLatest("device-state-left", JsonSerializer.Serialize(state, DeviceJson.Instance.DeviceState));
        GoldenFile.IsLatest("outbox-left", string.Join('\n', items.Select(item => JsonSerializer.Serialize(item, DeviceJson.Instance.OutboxItem))));
        GoldenFile.IsLatest("replicas-left", string.Join('\n', replicas.Select(replica => JsonSerializer.Serialize(replica, DeviceJson.Instance.ReplicaEntity))));
        foreach (string stateText in GoldenFile.All("device-state-left"))
        {
            foreach ((string itemsText, string replicasText) in GoldenFile.All("outbox-left").Zip(GoldenFile.All("replicas-left")))
            {
                var store = new InMemoryDeviceStore();
                await store.CommitAsync(new DeviceCommit
                {
                    State = JsonSerializer.Deserialize(stateText, DeviceJson.Instance.DeviceState)! with { Revision = 1, Epoch = null, Checkpoints = new Dictionary<string, string>() },
                    PutItems = [.. itemsText.Split('\n').Select(line => JsonSerializer.Deserialize(line, DeviceJson.Instance.OutboxItem)!)],
                    PutReplicas = [.. replicasText.Split('\n').Select(line => JsonSerializer.Deserialize(line, DeviceJson.Instance.ReplicaEntity)!)],
                });
                var world = new World();
                WorldDevice device = world.DeviceWith("ann", store: store);

                await device.SyncAsync();

                Assert.Equal(["job", "photo", "ticket"], (await world.ServerStateAsync()).Keys.Select(id => id.Type).Order(StringComparer.Ordinal));
                Assert.Equal(0, (await device.Client.GetStatusAsync()).Changes.Waiting);
            }
        }
    }

    private static void Reads<T>(string format, T written, JsonTypeInfo<T> type, Action<T> check)
    {
        GoldenFile.IsLatest(format, JsonSerializer.Serialize(written, type));
        Assert.All(GoldenFile.All(format), text => check(JsonSerializer.Deserialize(text, type)!));
    }

    private static async Task<(DeviceState State, IReadOnlyList<OutboxItem> Items, IReadOnlyList<ReplicaEntity> Replicas)> LeftAsync()
    {
        WorldDevice device = new World().DeviceWith("ann");
        await WriteAsync(device);
        device.Network.Judge = _ => TransportFault.RequestLost;
        await device.Client.SyncAsync();
        List<OutboxItem> items = await device.Client.ReadOutboxAsync().ToListAsync();
        DeviceView view = await device.Store.LoadAsync(new DeviceQuery { Entities = [.. items.Select(item => item.Entity)] });
        return (view.State, items, [.. items.Select(item => view.Replicas[item.Entity])]);
    }

    private static async Task<(PushRequest Request, PushResponse Response, PullResponse Page)> DayAsync()
    {
        var world = new World();
        WorldDevice device = world.DeviceWith("ann");
        await WriteAsync(device);
        device.Network.NextPush(TransportFault.AnswerLost);
        await device.Client.SyncAsync();
        PushRequest request = device.Network.Pushes[0];
        return (request, await world.Server.PushAsync(request, World.Caller("ann")), await world.Server.PullAsync(new PullRequest(), World.Caller("ann")));
    }

    private static async Task WriteAsync(WorldDevice device)
    {
        var job = new Job { Title = "é \"valve\"", Tags = ["a"], Latitude = 1.50m };
        await device.Jobs.SaveAsync(job);
        await device.Photos.SaveAsync(new Photo { JobId = job.Id, Caption = " spaced " });
        await device.Tickets.SaveAsync(new Ticket { Title = "leak" });
    }
}
