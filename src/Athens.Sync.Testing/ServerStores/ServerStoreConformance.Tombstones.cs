using Athens.Sync.Modeling;
using Athens.Sync.Server;
using Xunit;

namespace Athens.Sync.Testing;

/// <content>The collection of tombstones.</content>
public abstract partial class ServerStoreConformance<TStore>
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    /// <summary>A tombstone stays as long as a live device has yet to read it, and goes when all have.</summary>
    [Fact]
    public async Task CollectTombstones_SlowestLiveDevice_DecidesWhatStays()
    {
        ServerEntity note = NewNote("n1");
        await WriteAsync(note, NewNote("n2"));
        await WriteAsync(Delete(note));
        await NoteAsync("fast", 3, Now);
        await NoteAsync("slow", 2, Now);

        Assert.Equal(0, await Store.CollectTombstonesAsync(Now.AddDays(-1)));
        Assert.Equal(["n2", "n1"], (await PageAsync()).Entries.Select(e => e.Entity.Id.Key));

        await NoteAsync("slow", 3, Now);
        Assert.Equal(1, await Store.CollectTombstonesAsync(Now.AddDays(-1)));
        FeedPage page = await PageAsync();
        Assert.Equal(["n2"], page.Entries.Select(e => e.Entity.Id.Key));
        Assert.Equal((3, 3), (page.Counter, page.Floor));
        Assert.Empty(await ReadAsync(note.Id));
    }

    /// <summary>A device that was not heard of for too long keeps nothing.</summary>
    [Fact]
    public async Task CollectTombstones_DeadDevice_DoesNotCount()
    {
        ServerEntity note = NewNote("n1");
        await WriteAsync(note);
        await WriteAsync(Delete(note));
        await NoteAsync("dead", 1, Now.AddDays(-100));
        await NoteAsync("live", 2, Now);

        Assert.Equal(1, await Store.CollectTombstonesAsync(Now.AddDays(-90)));
        Assert.Equal(2, (await PageAsync()).Floor);
    }

    /// <summary>Collecting touches no live entity, and the feed goes on in its sequence.</summary>
    [Fact]
    public async Task CollectTombstones_WithoutDevices_LeavesLiveEntitiesAndTheSequence()
    {
        ServerEntity note = NewNote("n1");
        await WriteAsync(note, NewNote("n2"));
        await WriteAsync(Delete(note));

        Assert.Equal(1, await Store.CollectTombstonesAsync(Now));
        Assert.Equal(0, await Store.CollectTombstonesAsync(Now));
        await WriteAsync(NewNote("n3"));
        Assert.Equal([(2, "n2"), (4, "n3")], (await PageAsync()).Entries.Select(e => (e.Sequence, e.Entity.Id.Key)));
    }

    private Task NoteAsync(string device, long sequence, DateTimeOffset seenAt) =>
        Store.NotePositionAsync(new DevicePosition(new DeviceKey("", "ann", device), "north", Lanes.Default, sequence, seenAt));
}
