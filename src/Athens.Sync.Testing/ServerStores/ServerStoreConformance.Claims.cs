using System.Text.Json;
using Athens.Sync.Server;
using Athens.Sync.Wire;
using Xunit;

namespace Athens.Sync.Testing;

/// <content>Idempotency records.</content>
public abstract partial class ServerStoreConformance<TStore>
{
    /// <summary>A key under which nothing was recorded is not in the answer.</summary>
    [Fact]
    public async Task Claim_NothingRecorded_FindsNothing() => Assert.Empty(await ClaimAsync(Key("a"), Key("b")));

    /// <summary>An empty claim is one.</summary>
    [Fact]
    public async Task Claim_NoKeys_FindsNothing() => Assert.Empty(await ClaimAsync());

    /// <summary>A record comes back as it was given, the first answer included.</summary>
    [Fact]
    public async Task Claim_Recorded_ComesBackWhole()
    {
        IdempotencyRecord record = RecordOf(Key("a"), long.MaxValue);
        await RecordAsync(record);

        IdempotencyRecord found = (await ClaimAsync(Key("a"), Key("b")))[Key("a")];

        Assert.Equal(record with { Outcome = found.Outcome }, found);
        Assert.Equal(
            JsonSerializer.Serialize(record.Outcome, WireJson.Instance.AppliedChange),
            JsonSerializer.Serialize(found.Outcome, WireJson.Instance.AppliedChange));
    }

    /// <summary>An older client's record has neither number nor generation.</summary>
    [Fact]
    public async Task Claim_RecordedWithoutNumber_ComesBackWithoutNumber()
    {
        await RecordAsync(RecordOf(Key("a")) with { Number = null, Generation = null });

        IdempotencyRecord found = (await ClaimAsync(Key("a"))).Single().Value;

        Assert.Null(found.Number);
        Assert.Null(found.Generation);
    }

    /// <summary>A key that differs in any part, or only by case, is another one.</summary>
    [Fact]
    public async Task Claim_KeyThatDiffersInOnePart_IsAnother()
    {
        IdempotencyKey[] others = [Key("A"), Key("a "), Key("a", user: "bob"), Key("a", device: "d2"), Key("a", entity: "alarm"), Key("a", tenant: "t")];
        await RecordAsync(RecordOf(Key("a")));

        foreach (IdempotencyKey other in others)
            Assert.Empty(await ClaimAsync(other));
        await RecordAsync([.. others.Select(other => RecordOf(other))]);

        Assert.Equal(others.Length + 1, (await ClaimAsync([.. others, Key("a")])).Count);
    }

    /// <summary>A key that was claimed, and for which nothing was recorded, is free again.</summary>
    [Fact]
    public async Task Claim_CommittedWithoutRecord_LeavesNothing()
    {
        await ClaimAsync(Key("a"));

        Assert.Empty(await ClaimAsync(Key("a")));
    }

    /// <summary>A key that was claimed in a unit that threw is free again, and so is its record gone.</summary>
    [Fact]
    public async Task Claim_UnitThrows_LeavesNothing()
    {
        await Assert.ThrowsAsync<UnitFailure>(() => Store.ExecuteAsync<bool>(async (transaction, token) =>
        {
            await transaction.ClaimAsync([Key("a"), Key("b")], token);
            transaction.Record(RecordOf(Key("a")));
            await transaction.SaveAsync(token);
            throw new UnitFailure();
        }));

        Assert.Empty(await ClaimAsync(Key("a"), Key("b")));
    }

    /// <summary>Of many units that claim a key at once, the first records it and every other one sees the record.</summary>
    [Fact]
    public async Task Claim_SameKeyAtOnce_IsRecordedOnce()
    {
        int[] takenIn = await InParallelAsync(number => Store.ExecuteAsync(async (transaction, token) =>
        {
            var found = await transaction.ClaimAsync([Key("a"), Key("b")], token);
            await transaction.LockAsync([new EntityId("note", "n1")], token);
            if (found.ContainsKey(Key("a")))
                return 0;
            transaction.Stage(NewNote("n1", title: $"By {number}"));
            transaction.Record(RecordOf(Key("a")));
            return 1;
        }));

        Assert.Equal(1, takenIn.Sum());
        Assert.Equal(1, (await PageAsync()).Counter);
    }

    private Task<IReadOnlyDictionary<IdempotencyKey, IdempotencyRecord>> ClaimAsync(params IdempotencyKey[] keys) =>
        Store.ExecuteAsync((transaction, token) => transaction.ClaimAsync([.. keys.Order()], token));

    private Task<bool> RecordAsync(params IdempotencyRecord[] records) => Store.ExecuteAsync(async (transaction, token) =>
    {
        await transaction.ClaimAsync([.. records.Select(r => r.Key).Order()], token);
        foreach (IdempotencyRecord record in records)
            transaction.Record(record);
        return true;
    });

    private static Task<T[]> InParallelAsync<T>(Func<int, Task<T>> work) =>
        Task.WhenAll(Enumerable.Range(0, Parallelism).Select(number => Task.Run(() => work(number))));

    private sealed class UnitFailure : Exception;
}
