using Athens.Sync.Client;
using Athens.Sync.InMemory;
using Athens.Sync.Modeling;
using Athens.Sync.Server;
using Athens.Sync.Tests.Worlds;
using Athens.Sync.Wire;

namespace Athens.Sync.Tests.Scenarios;

/// <summary>Joining unsent changes is a matter of traffic: what the server holds in the end is the same.</summary>
public sealed class CoalescingTests
{
    private const string Key = "memo-1";

    private static readonly SyncModel Model = SyncModel.Create(m => m.Entity<Memo>("memo", e =>
    {
        e.Key(x => x.Id).Fields(x => x.Title);
        e.Field(x => x.Tags).Merge(MergeStrategy.SetMerge);
        e.Field(x => x.Status).StateMachine(StateMachine.Create("open", new Dictionary<string, string[]> { ["open"] = ["done"], ["done"] = ["open"] }));
    }));

    private static readonly SyncCaller Caller = World.Caller("ann", SyncModel.DefaultScope);

    [Fact]
    public async Task EditThatRefersToWhatWasMadeAfterAnUnsentEdit_IsSentAfterIt()
    {
        var world = new World();
        WorldDevice device = world.Device();
        var errand = new Errand { SiteId = "north", Text = "fetch" };
        await device.Errands.SaveAsync(errand);
        await device.SyncAsync();
        errand.Text = "fetch at noon";
        await device.Errands.SaveAsync(errand);
        var ticket = new Ticket { SiteId = "north", Title = "pump" };
        await device.Tickets.SaveAsync(ticket);
        errand.TicketId = ticket.Id;
        await device.Errands.SaveAsync(errand);

        SyncReport report = await device.SyncAsync();

        Assert.Equal((3, 0, 0), (report.Applied + report.Merged, report.Conflicts, report.Rejected));
        Assert.Equal("1", (await world.ServerStateAsync())[new EntityId("errand", errand.Id)].Data!["ticket_id"].ToString());
    }

    [Fact]
    public async Task Sequences_OfUpToFiveSteps_EndAlikeWhetherJoinedOrSentOneByOne()
    {
        int compared = 0;
        for (int length = 1; length <= 5; length++)
        {
            foreach (Step[] steps in Sequences(length))
            {
                string joined = await RunAsync(steps, syncEach: false);
                string single = await RunAsync(steps, syncEach: true);
                Assert.True(joined == single, $"{string.Join(", ", steps)}: {joined} or {single}");
                compared++;
            }
        }
        Assert.Equal(6 + 36 + 216 + 1296 + 7776, compared);
    }

    private static IEnumerable<Step[]> Sequences(int length) => length == 0
        ? [[]]
        : Sequences(length - 1).SelectMany(start => Enum.GetValues<Step>().Select(step => (Step[])[.. start, step]));

    private static async Task<string> RunAsync(Step[] steps, bool syncEach)
    {
        using var store = new InMemoryServerStore(Model, new CountingIds(1));
        var server = new SyncServer(Model, store, TimeProvider.System, new CountingIds(2));
        await using var client = new SyncClient(Model, new InMemoryDeviceStore(), new InProcessTransport(server, Caller), TimeProvider.System, new CountingIds(3));
        int word = 0;
        foreach (Step step in steps)
        {
            await DoAsync(client.Set<Memo>(), step, ++word);
            if (syncEach)
                await client.SyncAsync();
        }
        SyncReport report = await client.SyncAsync();
        Assert.True(report.IsComplete && report.Rejected == 0, $"{string.Join(", ", steps)}: {report}");
        PulledEntity? held = (await server.PullAsync(new PullRequest(), Caller)).Changes.SingleOrDefault();
        return held?.Data is { } data ? $"{data["title"]} {data["tags"]} {data["status"]}" : "nothing";
    }

    private static async Task DoAsync(SyncSet<Memo> memos, Step step, int word)
    {
        Memo? memo = await memos.GetAsync(Key);
        if (step is Step.Delete)
            await memos.DeleteAsync(Key);
        else if (step is Step.Create && memo is null)
            await memos.SaveAsync(new Memo { Id = Key, Title = $"made {word}" });
        else if (memo is not null)
            await SaveAsync(memos, memo, step, word);
    }

    private static async Task SaveAsync(SyncSet<Memo> memos, Memo memo, Step step, int word)
    {
        switch (step)
        {
            case Step.Title:
                memo.Title = word % 2 == 0 ? "even" : "odd";
                break;
            case Step.AddTag:
                memo.Tags.Add($"t{word % 2}");
                break;
            case Step.ClearTags:
                memo.Tags.Clear();
                break;
            case Step.Move:
                memo.Status = memo.Status == "open" ? "done" : "open";
                break;
            default:
                break;
        }
        await memos.SaveAsync(memo);
    }

    private enum Step
    {
        Create,
        Title,
        AddTag,
        ClearTags,
        Move,
        Delete,
    }

    private sealed class Memo
    {
        public string Id { get; set; } = "";

        public string Title { get; set; } = "";

        public List<string> Tags { get; set; } = [];

        public string Status { get; set; } = "open";
    }
}
