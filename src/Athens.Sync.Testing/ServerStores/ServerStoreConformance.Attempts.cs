using Athens.Sync.Server;
using Xunit;

namespace Athens.Sync.Testing;

/// <content>Work that is tried, and undone where it breaks a rule of the database.</content>
public abstract partial class ServerStoreConformance<TStore>
{
    /// <summary>Work that breaks no rule is written, and queries of the transaction see it.</summary>
    [Fact]
    public async Task Try_BreakingNoRule_IsWritten()
    {
        ServerEntity note = NewNote("n1");
        await Store.ExecuteAsync(async (transaction, token) =>
        {
            Assert.True(await transaction.TryAsync(_ => StageAsync(transaction, note), token));
            AssertSame(note, (await transaction.LockAsync([note.Id], token))[note.Id]);
            return true;
        });

        AssertSame(note, Assert.Single((await PageAsync()).Entries).Entity);
    }

    /// <summary>Everything of the work is undone, what it saved included; what was before and what comes after is written.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Try_BreakingARule_UndoesTheWorkAndNothingElse(bool saved)
    {
        (ServerEntity kept, ServerEntity edited, ServerEntity deleted) = (NewNote("kept"), NewNote("edited"), NewNote("deleted"));
        await RecordAsync(RecordOf(Key("taken")));
        await WriteAsync(edited, deleted);

        await Store.ExecuteAsync(async (transaction, token) =>
        {
            await transaction.ClaimAsync([Key("undone"), Key("done")], token);
            await transaction.LockAsync([kept.Id, edited.Id, deleted.Id], token);
            transaction.Stage(kept);
            Assert.False(await transaction.TryAsync(
                async inner =>
                {
                    await StageAsync(transaction, Edit(kept, "title", "Undone"), Edit(edited, "title", "Undone"), Delete(deleted), NewNote("undone"));
                    transaction.Record(RecordOf(Key("undone")));
                    if (saved)
                        await transaction.SaveAsync(inner);
                    await BreakARuleAsync(transaction);
                },
                token));
            IReadOnlyDictionary<EntityId, ServerEntity> found = await transaction.LockAsync([kept.Id, edited.Id, deleted.Id, new EntityId("note", "undone")], token);
            Assert.Equal(["deleted", "edited", "kept"], found.Keys.Select(id => id.Key).Order(StringComparer.Ordinal));
            Assert.All([kept, edited, deleted], entity => AssertSame(entity, found[entity.Id]));
            transaction.Stage(NewNote("later"));
            transaction.Record(RecordOf(Key("done")));
            return true;
        });

        Assert.Equal(
            [(1, "edited", 1), (2, "deleted", 1), (3, "kept", 1), (4, "later", 1)],
            (await PageAsync()).Entries.Select(e => (e.Sequence, e.Entity.Id.Key, e.Entity.Version)));
        Assert.Equal(["done", "taken"], (await ClaimAsync(Key("done"), Key("taken"), Key("undone"))).Keys.Select(key => key.OfflineId).Order(StringComparer.Ordinal));
    }

    /// <summary>What was made and deleted again in undone work leaves no tombstone, whether its row was ever written or not.</summary>
    [Fact]
    public async Task Try_MakingDeletingAndBreakingARule_LeavesNoTombstone()
    {
        (ServerEntity written, ServerEntity never) = (NewNote("written"), NewNote("never"));
        await RecordAsync(RecordOf(Key("taken")));
        await Store.ExecuteAsync((transaction, token) => transaction.TryAsync(
            async inner =>
            {
                await StageAsync(transaction, written);
                await transaction.SaveAsync(inner);
                await StageAsync(transaction, Delete(written), never, Delete(never));
                await transaction.SaveAsync(inner);
                await BreakARuleAsync(transaction);
            },
            token));

        Assert.Equal(0, (await PageAsync()).Counter);
        Assert.Empty(await ReadAsync(written.Id, never.Id));
    }

    /// <summary>An entity that was there, was deleted and restored in undone work, is there as it was; that it is there is no race.</summary>
    [Fact]
    public async Task Try_DeletingRestoringAndBreakingARule_LeavesTheEntityAsItWas()
    {
        ServerEntity note = NewNote("n1");
        await RecordAsync(RecordOf(Key("taken")));
        await WriteAsync(note);
        bool[] taken = await Store.ExecuteAsync(async (transaction, token) =>
        {
            await transaction.LockAsync([note.Id], token);
            bool first = await transaction.TryAsync(
                async inner =>
                {
                    await StageAsync(transaction, Delete(note));
                    await transaction.SaveAsync(inner);
                    await StageAsync(transaction, note with { Version = 3 });
                    await transaction.SaveAsync(inner);
                    await BreakARuleAsync(transaction);
                },
                token);
            return new[] { first, await transaction.TryAsync(_ => StageAsync(transaction, Edit(note, "title", "Second")), token) };
        });

        Assert.Equal([false, true], taken);
        AssertSame(Edit(note, "title", "Second"), Assert.Single((await PageAsync()).Entries).Entity);
    }

    /// <summary>Keys and entities stay held when work is undone: units that do the same at once lose nothing.</summary>
    [Fact]
    public async Task Try_BreakingARule_KeepsWhatIsHeld()
    {
        ServerEntity note = NewNote("n1");
        await RecordAsync(RecordOf(Key("taken")));
        await WriteAsync(note);

        int[] takenIn = await InParallelAsync(number => Store.ExecuteAsync(async (transaction, token) =>
        {
            var found = await transaction.ClaimAsync([Key("a")], token);
            ServerEntity current = (await transaction.LockAsync([note.Id], token))[note.Id];
            Assert.False(await transaction.TryAsync(
                async _ =>
                {
                    await StageAsync(transaction, Edit(current, "title", "Undone"));
                    await BreakARuleAsync(transaction);
                },
                token));
            Assert.True(await transaction.TryAsync(_ => StageAsync(transaction, Edit(current, "title", $"{number}")), token));
            if (found.Count > 0)
                return 0;
            transaction.Record(RecordOf(Key("a")));
            return 1;
        }));

        Assert.Equal(1, takenIn.Sum());
        Assert.Equal(1 + Parallelism, (await ReadAsync(note.Id))[note.Id].Version);
        Assert.Equal(1 + Parallelism, (await PageAsync()).Counter);
    }

    /// <summary>What work throws for another reason comes out, and a unit that goes on all the same is not committed.</summary>
    [Fact]
    public async Task Try_WorkThrows_LeavesNothing()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Store.ExecuteAsync(async (transaction, token) =>
        {
            transaction.Stage(NewNote("before"));
            await Assert.ThrowsAsync<UnitFailure>(() => transaction.TryAsync(
                async inner =>
                {
                    await StageAsync(transaction, NewNote("within"));
                    await transaction.SaveAsync(inner);
                    throw new UnitFailure();
                },
                token));
            return true;
        }));

        Assert.Equal(0, (await PageAsync()).Counter);
        Assert.Empty(await ReadAsync(new EntityId("note", "before"), new EntityId("note", "within")));
    }

    private static Task StageAsync(IServerTransaction transaction, params ServerEntity[] entities)
    {
        foreach (ServerEntity entity in entities)
            transaction.Stage(entity);
        return Task.CompletedTask;
    }

    /// <summary>The one rule that every store has: a change is recorded once.</summary>
    private static Task BreakARuleAsync(IServerTransaction transaction)
    {
        transaction.Record(RecordOf(Key("taken")));
        return Task.CompletedTask;
    }
}
