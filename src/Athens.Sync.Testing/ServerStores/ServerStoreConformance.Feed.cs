using Athens.Sync.Modeling;
using Athens.Sync.Server;
using Xunit;

namespace Athens.Sync.Testing;

/// <content>The feed.</content>
public abstract partial class ServerStoreConformance<TStore>
{
    /// <summary>A scope in which nothing ever changed has an empty feed.</summary>
    [Fact]
    public async Task Feed_UnknownScope_IsEmpty()
    {
        FeedPage page = await PageAsync("nowhere");

        Assert.Empty(page.Entries);
        Assert.Equal((0, 0), (page.Counter, page.ReadThrough));
    }

    /// <summary>Commits take sequences from 1 without holes, in the order in which they were made.</summary>
    [Fact]
    public async Task Feed_Commits_AreNumberedInOrder()
    {
        foreach (string key in new[] { "c", "a", "b" })
            await WriteAsync(NewNote(key));

        FeedPage page = await PageAsync();

        Assert.Equal([(1, "c"), (2, "a"), (3, "b")], page.Entries.Select(e => (e.Sequence, e.Entity.Id.Key)));
        Assert.Equal((3, 3), (page.Counter, page.ReadThrough));
    }

    /// <summary>Within one unit parents come before children, and else what was staged first comes first.</summary>
    [Fact]
    public async Task Feed_OneUnit_PutsParentsFirst()
    {
        ServerEntity child = NewAttachment(Guid.Parse("0190a000-0000-7000-8000-000000000001"), "n1");
        await WriteAsync(child, NewNote("n2"), NewNote("n1"));

        Assert.Equal(["n2", "n1", child.Id.Key], (await PageAsync()).Entries.Select(e => e.Entity.Id.Key));
    }

    /// <summary>An entity stands in the feed once, with its latest state, at its latest sequence.</summary>
    [Fact]
    public async Task Feed_EntityChangedAgain_ShowsTheLatestOnly()
    {
        ServerEntity note = NewNote("n1");
        await WriteAsync(note);
        await WriteAsync(NewNote("n2"));
        await WriteAsync(Edit(note, "title", "Second"));

        FeedPage page = await PageAsync();

        Assert.Equal([(2, "n2"), (3, "n1")], page.Entries.Select(e => (e.Sequence, e.Entity.Id.Key)));
        AssertSame(Edit(note, "title", "Second"), page.Entries[1].Entity);
        Assert.False(page.Entries[1].HasLeft);
    }

    /// <summary>A unit that changes nothing takes no sequence.</summary>
    [Fact]
    public async Task Feed_UnitWithoutChange_TakesNoSequence()
    {
        await WriteAsync(NewNote("n1"));
        await ReadAsync(new EntityId("note", "n1"));
        await RecordAsync(RecordOf(Key("a")));

        Assert.Equal(1, (await PageAsync()).Counter);
    }

    /// <summary>A deleted entity stands in the feed as its tombstone.</summary>
    [Fact]
    public async Task Feed_Delete_ShowsTheTombstone()
    {
        ServerEntity note = NewNote("n1");
        await WriteAsync(note);
        await WriteAsync(Delete(note));

        FeedEntry entry = Assert.Single((await PageAsync()).Entries);

        Assert.Equal(2, entry.Sequence);
        AssertSame(Delete(note), entry.Entity);
    }

    /// <summary>Paging by what was read through meets each entity once, whatever the page's size.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(11)]
    public async Task Feed_Paged_MeetsEachOnce(int limit)
    {
        await WriteAsync([.. Enumerable.Range(0, 10).Select(n => NewNote($"n{n}"))]);

        var met = new List<FeedEntry>();
        FeedPage page = await PageAsync(limit: limit);
        for (; page.Entries.Count > 0; page = await PageAsync(after: page.ReadThrough, limit: limit))
        {
            Assert.True(page.Entries.Count <= limit);
            Assert.Equal(10, page.Counter);
            Assert.Equal(page.Entries.Count == limit ? page.Entries[^1].Sequence : page.Counter, page.ReadThrough);
            met.AddRange(page.Entries);
        }

        Assert.Equal(Enumerable.Range(1, 10).Select(n => (long)n), met.Select(e => e.Sequence));
        Assert.Equal(10, page.ReadThrough);
    }

    /// <summary>A change between two pages moves its entity to the end, where the reader still meets it.</summary>
    [Fact]
    public async Task Feed_ChangedBetweenPages_IsStillMet()
    {
        ServerEntity[] notes = [.. Enumerable.Range(0, 4).Select(n => NewNote($"n{n}"))];
        await WriteAsync(notes);
        FeedPage first = await PageAsync(limit: 2);
        await WriteAsync(Edit(notes[2], "title", "Moved"), Edit(notes[0], "title", "Again"));

        FeedPage second = await PageAsync(after: first.ReadThrough);

        Assert.Equal([(4, "n3"), (5, "n2"), (6, "n0")], second.Entries.Select(e => (e.Sequence, e.Entity.Id.Key)));
        Assert.Equal((6, 6), (second.Counter, second.ReadThrough));
    }

    /// <summary>A new replica is spared the tombstones of what it never had, and reads through them all the same.</summary>
    [Fact]
    public async Task Feed_TombstonesSkipped_AreReadThrough()
    {
        ServerEntity[] notes = [.. Enumerable.Range(0, 4).Select(n => NewNote($"n{n}"))];
        await WriteAsync(notes);
        await WriteAsync(Delete(notes[0]));
        await WriteAsync(Delete(notes[1]));

        FeedPage page = await PageAsync(skipTombstonesThrough: 5);

        Assert.Equal([(3, "n2"), (4, "n3"), (6, "n1")], page.Entries.Select(e => (e.Sequence, e.Entity.Id.Key)));
        page = await PageAsync(skipTombstonesThrough: 6);
        Assert.Equal([3L, 4L], page.Entries.Select(e => e.Sequence));
        Assert.Equal((6, 6), (page.Counter, page.ReadThrough));
        Assert.Equal(4, (await PageAsync(limit: 2, skipTombstonesThrough: 6)).ReadThrough);
    }

    /// <summary>An entity that moves to another scope leaves the one and enters the other.</summary>
    [Fact]
    public async Task Feed_ScopeMove_IsAnExitAndAnEntry()
    {
        ServerEntity note = NewNote("n1");
        await WriteAsync(note);
        ServerEntity moved = Edit(note, "project", "south") with { Scope = "south" };
        await WriteAsync(moved);

        FeedEntry exit = Assert.Single((await PageAsync("north")).Entries);
        FeedEntry entry = Assert.Single((await PageAsync("south")).Entries);

        Assert.Equal((2, true, note.Id, 2), (exit.Sequence, exit.HasLeft, exit.Entity.Id, exit.Entity.Version));
        Assert.Empty(exit.Entity.State);
        Assert.Equal("north", exit.Entity.Scope);
        Assert.Equal((1, false), (entry.Sequence, entry.HasLeft));
        AssertSame(moved, entry.Entity);
        AssertSame(moved, (await ReadAsync(note.Id))[note.Id]);
        Assert.Empty((await PageAsync("north", skipTombstonesThrough: 2)).Entries);
    }

    /// <summary>What happens to an entity after it left a scope is not told there, until it comes back.</summary>
    [Fact]
    public async Task Feed_ScopeLeft_HearsNoMoreUntilTheReturn()
    {
        ServerEntity note = NewNote("n1");
        await WriteAsync(note);
        ServerEntity moved = Edit(note, "project", "south") with { Scope = "south" };
        await WriteAsync(moved);
        ServerEntity edited = Edit(moved, "title", "Elsewhere");
        await WriteAsync(edited);
        Assert.Equal(2, (await PageAsync("north")).Counter);

        ServerEntity back = Edit(edited, "project", "north") with { Scope = "north" };
        await WriteAsync(back);

        FeedEntry entry = Assert.Single((await PageAsync("north")).Entries);
        Assert.Equal((3, false), (entry.Sequence, entry.HasLeft));
        AssertSame(back, entry.Entity);
        Assert.True(Assert.Single((await PageAsync("south")).Entries).HasLeft);
    }

    /// <summary>Children follow their parent into another scope; those of others stay.</summary>
    [Fact]
    public async Task Feed_ParentMoves_TakesItsChildrenAlong()
    {
        ServerEntity note = NewNote("n1");
        ServerEntity child = NewAttachment(Guid.Parse("0190a000-0000-7000-8000-000000000001"), "n1");
        ServerEntity stranger = NewAttachment(Guid.Parse("0190a000-0000-7000-8000-000000000002"), "n2");
        await WriteAsync(note, NewNote("n2"), child, stranger);

        await WriteAsync(Edit(note, "project", "south") with { Scope = "south" });

        FeedPage north = await PageAsync("north");
        FeedPage south = await PageAsync("south");
        Assert.Equal(["n2", stranger.Id.Key], north.Entries.Where(e => !e.HasLeft).Select(e => e.Entity.Id.Key));
        Assert.Equal(["n1", child.Id.Key], north.Entries.Where(e => e.HasLeft).Select(e => e.Entity.Id.Key));
        Assert.Equal(["n1", child.Id.Key], south.Entries.Select(e => e.Entity.Id.Key));
        AssertSame(child with { Scope = "south" }, south.Entries[1].Entity);
        AssertSame(child with { Scope = "south" }, (await ReadAsync(child.Id))[child.Id]);
    }

    /// <summary>A lane has a sequence of its own.</summary>
    [Fact]
    public async Task Feed_Lanes_AreNumberedApart()
    {
        await WriteAsync(NewNote("n1"), NewAlarm(1), NewNote("n2"));
        await WriteAsync(NewAlarm(2));

        Assert.Equal([(1, "n1"), (2, "n2")], (await PageAsync()).Entries.Select(e => (e.Sequence, e.Entity.Id.Key)));
        Assert.Equal([(1, "1"), (2, "2")], (await PageAsync(lane: Lanes.Critical)).Entries.Select(e => (e.Sequence, e.Entity.Id.Key)));
    }

    /// <summary>Scopes compare by ordinal.</summary>
    [Fact]
    public async Task Feed_ScopesThatLookAlike_AreApart()
    {
        string[] scopes = ["north", "North", "north ", "caf\u00e9", "cafe\u0301"];
        await WriteAsync([.. scopes.Select((scope, n) => NewNote($"n{n}", scope))]);

        foreach (string scope in scopes)
            Assert.Equal(1, (await PageAsync(scope)).Counter);
    }

    /// <summary>Units in different scopes run at once, and each scope's feed is without holes.</summary>
    [Fact]
    public async Task Units_InSeveralScopesAtOnce_LeaveNoHoles()
    {
        const int Each = 8;
        await InParallelAsync(async number =>
        {
            for (int n = 0; n < Each; n++)
                await WriteAsync(NewNote($"{number}-{n}", $"scope {number % 4}"), NewNote($"{number}-{n}+", $"scope {(number + 1) % 4}"));
            return true;
        });

        for (int scope = 0; scope < 4; scope++)
        {
            const int Expected = 2 * Each * Parallelism / 4;
            FeedPage page = await PageAsync($"scope {scope}");
            Assert.Equal(Enumerable.Range(1, Expected).Select(n => (long)n), page.Entries.Select(e => e.Sequence));
            Assert.Equal(Expected, page.Counter);
        }
    }

    /// <summary>A reader that follows the feed while others write meets every entity in its last state, and never goes back.</summary>
    [Fact]
    public async Task Feed_ReadWhileOthersWrite_MissesNothing()
    {
        const int Each = 5;
        Task<bool[]> writers = InParallelAsync(async number =>
        {
            ServerEntity note = NewNote($"n{number}");
            await WriteAsync(note);
            for (int n = 1; n < Each; n++)
                await WriteAsync(note = Edit(note, "title", $"Edit {n}"));
            return true;
        });

        var replica = new Dictionary<EntityId, ServerEntity>();
        long position = 0;
        while (position < Each * Parallelism)
        {
            if (writers.IsFaulted)
                await writers;
            FeedPage page = await PageAsync(after: position, limit: 4);
            foreach (FeedEntry entry in page.Entries)
            {
                Assert.True(entry.Sequence > position, $"{entry.Sequence} after {position}");
                Assert.True(!replica.TryGetValue(entry.Entity.Id, out ServerEntity? older) || older.Version < entry.Entity.Version);
                replica[entry.Entity.Id] = entry.Entity;
                position = entry.Sequence;
            }
        }

        await writers;
        Assert.Equal(Parallelism, replica.Count);
        Assert.All(replica.Values, note => Assert.Equal($"Edit {Each - 1}", note.State["title"].GetString()));
    }

    /// <summary>What was written by the store itself is told already; catching up leaves it alone.</summary>
    [Fact]
    public async Task CatchUp_WhereNothingWasMissed_TellsNothing()
    {
        ServerEntity note = NewNote("n1");
        await WriteAsync(note, NewNote("n2"));
        await WriteAsync(Delete(note));

        CatchUpReport report = await Store.CatchUpAsync();

        Assert.Equal(0, report.Told);
        Assert.Empty(report.Unplaced);
        Assert.Equal(3, (await PageAsync()).Counter);
    }
}
