using Athens.Sync.Device;
using Athens.Sync.Http.Tests.Hosting;

namespace Athens.Sync.Http.Tests.EndToEnd;

/// <summary>The engine of two devices against one host: sockets, tokens and JSON included.</summary>
public sealed class TwoDevicesTests : IAsyncLifetime
{
    private SyncHost host = null!;
    private SyncDevice ann = null!;
    private SyncDevice bob = null!;

    public async Task InitializeAsync()
    {
        host = await SyncHost.StartAsync();
        ann = SyncDevice.Of(host, "ann", "north");
        bob = SyncDevice.Of(host, "bob", "north");
    }

    public async Task DisposeAsync()
    {
        await ann.DisposeAsync();
        await bob.DisposeAsync();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task Note_MadeOffline_ReachesTheOtherDeviceAsItWas()
    {
        var note = new Note { Title = "  é 😀 \"quoted\" <b>\n", Level = 0.1, Tags = ["", "a"] };
        await ann.Notes.SaveAsync(note);

        await SyncAsync(ann, bob);

        Note seen = (await bob.Notes.GetAsync(note.Id))!;
        Assert.Equal((note.Title, note.Level, "north"), (seen.Title, seen.Level, seen.Site));
        Assert.Equal(note.Tags, seen.Tags);
    }

    [Fact]
    public async Task Edits_OfDifferentFields_Merge()
    {
        string id = await SharedAsync();
        await ann.EditAsync(id, n => n.Title = "ann's");
        await bob.EditAsync(id, n => n.Tags.Add("bob's"));

        await SyncAsync(ann, bob, ann);

        Note note = (await ann.Notes.GetAsync(id))!;
        Assert.Equal("ann's", note.Title);
        Assert.Contains("bob's", note.Tags);
    }

    [Fact]
    public async Task Edits_OfOneField_AreAConflictThatAPersonResolves()
    {
        string id = await SharedAsync();
        await ann.EditAsync(id, n => n.Title = "ann's");
        await bob.EditAsync(id, n => n.Title = "bob's");
        await SyncAsync(ann);

        Assert.Equal(1, (await bob.Client.SyncAsync()).Conflicts);
        SyncConflict conflict = Assert.Single(await bob.Client.Conflicts.ListAsync().ToListAsync());
        await conflict.ResolveAsync(Resolution.KeepMine);
        await SyncAsync(bob, ann);

        Assert.Equal("bob's", (await ann.Notes.GetAsync(id))!.Title);
    }

    [Fact]
    public async Task AThousandNotes_InManyPushesAndPages_AllArrive()
    {
        for (int i = 0; i < 1_000; i++)
            await ann.Notes.SaveAsync(new Note { Title = $"note {i}" });

        await SyncAsync(ann, bob);

        Assert.Equal(1_000, await bob.Notes.ListAsync().CountAsync());
    }

    [Fact]
    public async Task Notes_LargerTogetherThanABody_AllArrive()
    {
        var random = new Random(1);
        byte[] noise = new byte[48_000];
        for (int i = 0; i < 150; i++)
        {
            random.NextBytes(noise);
            await ann.Notes.SaveAsync(new Note { Title = Convert.ToBase64String(noise) });
        }

        await SyncAsync(ann, bob);

        Assert.Equal(150, await bob.Notes.ListAsync().CountAsync());
    }

    [Fact]
    public async Task Resolutions_MoreThanOnePushTakes_AllArrive()
    {
        for (int i = 0; i < 501; i++)
            await ann.Notes.SaveAsync(new Note { Title = $"note {i}" });
        await SyncAsync(ann, bob);
        foreach (SyncDevice device in new[] { ann, bob })
        {
            await foreach (Note note in device.Notes.ListAsync())
                await device.EditAsync(note.Id, n => n.Title = ReferenceEquals(device, ann) ? "ann's" : "bob's");
        }
        await SyncAsync(ann, bob);

        await bob.Client.Conflicts.ResolveAllAsync(new ConflictFilter(), Resolution.UseServer);
        SyncReport report = await bob.Client.SyncAsync();

        Assert.Equal((null, 0, 0), (report.Failure, report.Conflicts, report.Rejected));
        Assert.Empty(await bob.Client.Conflicts.ListAsync().ToListAsync());
        Assert.True(await bob.Notes.ListAsync().AllAsync(n => n.Title == "ann's"));
    }

    [Fact]
    public async Task Token_GoneBad_LeavesTheOutboxAsItWas()
    {
        await ann.Notes.SaveAsync(new Note { Title = "kept" });
        ann.Token = Tokens.Bad["expired"];

        SyncReport report = await ann.Client.SyncAsync();

        Assert.Equal(TransportFailure.Unauthorized, Assert.IsType<SyncTransportException>(report.Failure).Failure);
        Assert.Equal(1, await ann.Client.ReadOutboxAsync().CountAsync());
        ann.Token = Tokens.Good("ann", "north");
        Assert.Equal(1, (await ann.Client.SyncAsync()).Applied);
    }

    [Fact]
    public async Task Server_Failing_LeavesTheOutboxAsItWas()
    {
        await ann.Notes.SaveAsync(new Note { Title = "kept" });
        host.Store.Failure = new StoreException(StoreFailure.Busy, "busy");

        var failure = Assert.IsType<SyncTransportException>((await ann.Client.SyncAsync()).Failure);

        Assert.Equal((TransportFailure.Unavailable, TimeSpan.FromSeconds(5)), (failure.Failure, failure.RetryAfter));
        host.Store.Failure = null;
        Assert.Equal(1, (await ann.Client.SyncAsync()).Applied);
    }

    [Fact]
    public async Task Scope_OfOthers_IsNeverSeen()
    {
        await using SyncDevice carl = SyncDevice.Of(host, "carl", "south");
        string id = await SharedAsync();

        await SyncAsync(carl);

        Assert.Null(await carl.Notes.GetAsync(id));
        Assert.Equal(0, await carl.Notes.ListAsync().CountAsync());
    }

    private async Task<string> SharedAsync()
    {
        var note = new Note { Title = "shared", Tags = ["first"] };
        await ann.Notes.SaveAsync(note);
        await SyncAsync(ann, bob);
        return note.Id;
    }

    private static async Task SyncAsync(params SyncDevice[] devices)
    {
        foreach (SyncDevice device in devices)
            Assert.Null((await device.Client.SyncAsync()).Failure);
    }
}
