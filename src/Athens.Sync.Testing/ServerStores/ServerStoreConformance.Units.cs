using Athens.Sync.Server;
using Xunit;

namespace Athens.Sync.Testing;

/// <content>Units of work: locking, staging, committing.</content>
public abstract partial class ServerStoreConformance<TStore>
{
    /// <summary>The epoch has a name, and keeps it.</summary>
    [Fact]
    public async Task Epoch_AskedOften_StaysTheSame()
    {
        string[] epochs = await InParallelAsync(_ => Store.GetEpochAsync());
        await WriteAsync(NewNote("n1"));

        Assert.NotEmpty(epochs[0]);
        Assert.Single(epochs.Append(await Store.GetEpochAsync()).Distinct());
    }

    /// <summary>What the unit returns is what the caller gets.</summary>
    [Fact]
    public async Task Execute_UnitReturns_GivesItsResult() => Assert.Equal(42, await Store.ExecuteAsync((_, _) => Task.FromResult(42)));

    /// <summary>A unit that throws leaves nothing, not even what it saved, and its exception comes out as it is.</summary>
    [Fact]
    public async Task Execute_UnitThrows_LeavesNothing()
    {
        ServerEntity first = NewNote("n1");
        await WriteAsync(first);

        await Assert.ThrowsAsync<UnitFailure>(() => Store.ExecuteAsync<bool>(async (transaction, token) =>
        {
            await transaction.LockAsync([first.Id, new EntityId("note", "n2")], token);
            transaction.Stage(Edit(first, "title", "Second"));
            transaction.Stage(NewNote("n2"));
            await transaction.SaveAsync(token);
            transaction.Stage(Edit(first, "title", "Third"));
            throw new UnitFailure();
        }));

        AssertSame(first, Assert.Single(await ReadAsync(first.Id, new EntityId("note", "n2"))).Value);
        Assert.Equal(1, (await PageAsync()).Counter);
    }

    /// <summary>A unit that was canceled before it began does not begin.</summary>
    [Fact]
    public async Task Execute_Canceled_DoesNotRun()
    {
        bool ran = false;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.ExecuteAsync((_, _) => Task.FromResult(ran = true), new CancellationToken(canceled: true)));

        Assert.False(ran);
    }

    /// <summary>What is neither live nor a tombstone is missing from the answer.</summary>
    [Fact]
    public async Task Lock_Unknown_IsMissing()
    {
        await WriteAsync(NewNote("n1"));

        Assert.Empty(await ReadAsync(new EntityId("note", "n2"), new EntityId("attachment", "n1"), new EntityId("alarm", "1")));
    }

    /// <summary>Entities of several types are read at once.</summary>
    [Fact]
    public async Task Lock_SeveralTypes_FindsEach()
    {
        ServerEntity[] entities = [NewNote("n1"), NewNote("n2"), NewAttachment(Guid.Parse("0190a000-0000-7000-8000-000000000001"), "n1"), NewAlarm(long.MaxValue), NewAlarm(-3, "south")];
        await WriteAsync(entities);

        IReadOnlyDictionary<EntityId, ServerEntity> found = await ReadAsync([.. entities.Select(e => e.Id)]);

        Assert.Equal(entities.Length, found.Count);
        Assert.All(entities, entity => AssertSame(entity, found[entity.Id]));
    }

    /// <summary>Keys compare by ordinal: case, spaces and composition tell them apart.</summary>
    [Theory]
    [MemberData(nameof(ExactValues.Keys), MemberType = typeof(ExactValues))]
    public async Task Lock_KeysThatLookAlike_AreDifferent(string one, string other)
    {
        ServerEntity[] notes = [NewNote(one, title: "One"), NewNote(other, title: "Other")];
        await WriteAsync(notes);

        foreach (ServerEntity note in notes)
        {
            AssertSame(note, Assert.Single(await ReadAsync(note.Id)).Value);
            AssertSame(note, (await PageAsync()).Entries.Single(e => e.Entity.Id == note.Id).Entity);
        }
        await WriteAsync(Delete(notes[0]));
        AssertSame(notes[1], (await ReadAsync(notes[1].Id))[notes[1].Id]);
    }

    /// <summary>A tombstone is read with its version and the state before the delete.</summary>
    [Fact]
    public async Task Lock_Deleted_FindsTheTombstone()
    {
        ServerEntity note = NewNote("n1", title: "Before");
        await WriteAsync(note);
        await WriteAsync(Delete(note));

        AssertSame(Delete(note), (await ReadAsync(note.Id))[note.Id]);
    }

    /// <summary>An update sets what differs, and the version that it was given.</summary>
    [Fact]
    public async Task Stage_Update_IsRead()
    {
        ServerEntity first = NewNote("n1");
        await WriteAsync(first);
        ServerEntity third = Edit(Edit(first, "title", "Second"), "remarks", "Both");
        await WriteAsync(third);

        AssertSame(third, (await ReadAsync(first.Id))[first.Id]);
    }

    /// <summary>A deleted entity that is staged alive again is, and its version goes on.</summary>
    [Fact]
    public async Task Stage_Restore_LivesAgain()
    {
        ServerEntity note = NewNote("n1");
        await WriteAsync(note);
        await WriteAsync(Delete(note));
        ServerEntity restored = Edit(note, "title", "Restored") with { Version = 3 };
        await WriteAsync(restored);

        AssertSame(restored, (await ReadAsync(note.Id))[note.Id]);
        AssertSame(restored, Assert.Single((await PageAsync()).Entries).Entity);
    }

    /// <summary>The last of several stagings of one entity wins, and takes one place in the feed.</summary>
    [Fact]
    public async Task Stage_SeveralTimes_LastWins()
    {
        ServerEntity note = NewNote("n1");
        await Store.ExecuteAsync(async (transaction, token) =>
        {
            await transaction.LockAsync([note.Id], token);
            transaction.Stage(note);
            transaction.Stage(Edit(note, "title", "Second"));
            await transaction.SaveAsync(token);
            transaction.Stage(Edit(Edit(note, "title", "Second"), "title", "Third"));
            return true;
        });

        AssertSame(Edit(Edit(note, "title", "Second"), "title", "Third"), (await ReadAsync(note.Id))[note.Id]);
        Assert.Equal([1L], (await PageAsync()).Entries.Select(e => e.Sequence));
    }

    /// <summary>What is staged, saved or not, is what a further lock in the same unit finds.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Lock_AfterStaging_FindsWhatIsStaged(bool saved)
    {
        ServerEntity note = NewNote("n1");
        ServerEntity gone = NewNote("n2");
        await WriteAsync(gone);

        await Store.ExecuteAsync(async (transaction, token) =>
        {
            await transaction.LockAsync([note.Id, gone.Id], token);
            transaction.Stage(note);
            transaction.Stage(Delete(gone));
            if (saved)
                await transaction.SaveAsync(token);
            IReadOnlyDictionary<EntityId, ServerEntity> found = await transaction.LockAsync([note.Id, gone.Id], token);
            AssertSame(note, found[note.Id]);
            AssertSame(Delete(gone), found[gone.Id]);
            return true;
        });
    }

    /// <summary>Made, deleted and restored in one unit, with each step saved: the feed tells the end of it.</summary>
    [Fact]
    public async Task Stage_DeleteAndRestoreInOneUnit_EndsAlive()
    {
        ServerEntity note = NewNote("n1");
        await Store.ExecuteAsync(async (transaction, token) =>
        {
            await transaction.LockAsync([note.Id], token);
            foreach (ServerEntity step in new[] { note, Delete(note), note with { Version = 3 } })
            {
                transaction.Stage(step);
                await transaction.SaveAsync(token);
            }
            return true;
        });

        AssertSame(note with { Version = 3 }, Assert.Single((await PageAsync()).Entries).Entity);
    }

    /// <summary>An entity need not have been locked to be staged.</summary>
    [Fact]
    public async Task Stage_NotLocked_IsWritten()
    {
        ServerEntity note = NewNote("n1");
        await WriteAsync(note);
        await Store.ExecuteAsync((transaction, _) =>
        {
            transaction.Stage(Edit(note, "title", "Second"));
            transaction.Stage(NewNote("n2"));
            return Task.FromResult(true);
        });

        Assert.Equal(2, (await ReadAsync(note.Id))[note.Id].Version);
        Assert.Equal(3, (await PageAsync()).Counter);
    }

    /// <summary>The stamps of an entity come back as they were given, also those of a tombstone.</summary>
    [Fact]
    public async Task Stage_Stamps_ComeBack()
    {
        var at = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)).AddTicks(7);
        ServerEntity note = NewNote("n1") with { Stamps = new Dictionary<string, Stamp> { ["title"] = new(at, "d1"), ["remarks"] = new(at, "D1") } };
        await WriteAsync(note);
        AssertSame(note, (await ReadAsync(note.Id))[note.Id]);
        AssertSame(note, (await PageAsync()).Entries[0].Entity);

        await WriteAsync(Delete(note));
        AssertSame(Delete(note), (await ReadAsync(note.Id))[note.Id]);
    }

    /// <summary>Units that change one entity run one after the other: none is lost.</summary>
    [Fact]
    public async Task Units_OnOneEntityAtOnce_LoseNothing()
    {
        ServerEntity note = NewNote("n1");
        await WriteAsync(note);

        await InParallelAsync(number => Store.ExecuteAsync(async (transaction, token) =>
        {
            ServerEntity current = (await transaction.LockAsync([note.Id], token))[note.Id];
            transaction.Stage(Edit(current, "title", $"{current.State["title"].GetString()},{number}"));
            return true;
        }));

        ServerEntity last = (await ReadAsync(note.Id))[note.Id];
        Assert.Equal(1 + Parallelism, last.Version);
        Assert.Equal(
            Enumerable.Range(0, Parallelism).Select(n => $"{n}").Append("First").Order(StringComparer.Ordinal),
            last.State["title"].GetString()!.Split(',').Order(StringComparer.Ordinal));
        Assert.Equal([1L + Parallelism], (await PageAsync()).Entries.Select(e => e.Sequence));
    }

    /// <summary>Units that make one key run one after the other: one makes it, the others find it.</summary>
    [Fact]
    public async Task Units_MakingOneKeyAtOnce_MakeItOnce()
    {
        int[] made = await InParallelAsync(number => Store.ExecuteAsync(async (transaction, token) =>
        {
            ServerEntity note = NewNote("n1", title: $"By {number}");
            if ((await transaction.LockAsync([note.Id], token)).Count > 0)
                return 0;
            transaction.Stage(note);
            return 1;
        }));

        Assert.Equal(1, made.Sum());
        Assert.Equal(1, (await ReadAsync(new EntityId("note", "n1"))).Single().Value.Version);
    }
}
