using System.Text.Json;
using Athens.Sync.EntityFrameworkCore.Tests.Databases;
using Athens.Sync.Server;
using Athens.Sync.Wire;

namespace Athens.Sync.EntityFrameworkCore.Tests.Pushes;

/// <summary>A change is taken in once, however often, by how many and how late it is sent.</summary>
public abstract class OnceTests(ITestDatabase database) : DepotTest(database, hasRule: false)
{
    private const int Senders = 16;

    [Fact]
    public async Task Create_SentBySixteenAtOnce_IsTakenInOnceAndAnsweredAlike()
    {
        Change change = Crate("a");
        PushResponse[] answers = await SendAtOnceAsync(_ => PushAsync(change));

        AssertOneAnswer(answers);
        Assert.Equal("1:a v1, at 1", await FeedAsync());
        Assert.Equal(1, await RecordsAsync());
    }

    [Fact]
    public async Task Merge_SentBySixteenAtOnce_IsTakenInOnceAndAnsweredAlike()
    {
        await PushAsync(Crate("a"));
        await PushAsync(Make("crate", ChangeOp.Update, "a", """{"count":5,"tags":["a","b"]}""", 1, """{"count":0,"tags":["a"]}"""));
        Change stale = Make("crate", ChangeOp.Update, "a", """{"count":1,"tags":["a","c"]}""", 1, """{"count":0,"tags":["a"]}""");
        PushResponse[] answers = await SendAtOnceAsync(_ => PushAsync(stale));

        AssertOneAnswer(answers, AppliedStatus.Merged);
        FieldValues data = answers[0].Applied[0].Data!;
        Assert.Equal(("""["a","b","c"]""", 6), (data["tags"].GetRawText(), data["count"].GetInt64()));
        Assert.Equal("3:a v3, at 3", await FeedAsync());
    }

    [Fact]
    public async Task Batch_SentBySixteenAtOnce_IsTakenInOnceAndAnsweredAlike()
    {
        Change[] batch = [Crate("a"), Parcel("pa", "a"), Crate("bad", weight: -1), Crate("b"), Make("crate", ChangeOp.Update, "a", """{"count":1}""", 1, """{"count":0}""")];
        PushResponse[] answers = await SendAtOnceAsync(_ => PushAsync(batch));

        Assert.All(answers, answer => Assert.Equal(AsFirst(answers[0]), AsFirst(answer)));
        Assert.All(answers, answer => Assert.Equal("bad", batch.Single(c => c.OfflineId == answer.Rejected.Single().OfflineId).ServerId));
        Assert.EndsWith("at 3", await FeedAsync(), StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync("SELECT \"Count\" AS \"Value\" FROM \"Crates\" WHERE \"Id\" = 'a'"));
        Assert.Equal(4, await RecordsAsync());
    }

    [Fact]
    public async Task Key_CreatedBySixteenDevicesAtOnce_IsMadeOnceAndNoneIsRefusedForTheRace()
    {
        PushResponse[] answers = await SendAtOnceAsync(n => PushAsync(Ann, $"d{n}", Crate($"own{n}"), Crate("shared", code: "shared", note: $"by {n}"), Crate($"last{n}")));

        Assert.All(answers, answer => Assert.Empty(answer.Rejected));
        Assert.Equal(Senders - 1, answers.Count(answer => answer.Conflicts.Count == 1 && answer.Conflicts[0].Reason is ConflictReason.AlreadyExists));
        Assert.Equal(1 + 2 * Senders, await CountAsync("SELECT COUNT(*) AS \"Value\" FROM \"Crates\""));
        Assert.EndsWith($"at {1 + 2 * Senders}", await FeedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_AfterTheEntityMovedOn_IsTheFirstAnswerToTheByte()
    {
        await PushAsync(Crate("a"));
        await PushAsync(Make("crate", ChangeOp.Update, "a", """{"tags":["a","b"]}""", 1, """{"tags":["a"]}"""));
        Change merged = Make("crate", ChangeOp.Update, "a", """{"tags":["a","é \" c"],"count":3}""", 1, """{"tags":["a"],"count":0}""");
        PushResponse first = await PushAsync(merged);
        await PushAsync(Make("crate", ChangeOp.Update, "a", """{"note":"later"}""", 3, """{"note":""}"""));
        await PushAsync(Make("crate", ChangeOp.Delete, "a", "{}", 4));
        PushResponse again = await PushAsync(merged);

        Assert.Equal((AppliedStatus.Merged, AppliedStatus.AlreadyApplied), (first.Applied[0].Status, again.Applied[0].Status));
        Assert.Equal(3, again.Applied[0].NewVersion);
        Assert.Equal(AsFirst(first), AsFirst(again));
        Assert.Equal("5:a v5, at 5", await FeedAsync());
    }

    [Fact]
    public async Task Key_UsedForAnotherChange_IsRejectedAndNothingIsWritten()
    {
        Change first = Crate("a");
        await PushAsync(first);
        PushResponse answer = await PushAsync(Crate("b") with { OfflineId = first.OfflineId }, first with { Data = first.Data.With("weight", JsonElement.Parse("2")) });

        Assert.Equal([RejectionReason.IdempotencyKeyReused, RejectionReason.IdempotencyKeyReused], answer.Rejected.Select(r => r.Reason));
        Assert.Equal("1:a v1, at 1", await FeedAsync());
    }

    [Fact]
    public async Task Key_OfAnotherUserDeviceOrTenant_IsAnotherKey()
    {
        Change first = Crate("a");
        await PushAsync(first);
        await PushAsync(Make("crate", ChangeOp.Update, "a", """{"note":"x"}""", 1, """{"note":""}"""));
        (SyncCaller Caller, string Device)[] others = [(Ann with { User = "bob" }, "d1"), (Ann with { Tenant = "t" }, "d1"), (Ann, "D1")];
        foreach ((SyncCaller caller, string device) in others)
        {
            PushResponse answer = await PushAsync(caller, device, first);
            Assert.Equal(ConflictReason.AlreadyExists, Assert.Single(answer.Conflicts).Reason);
        }

        Assert.Equal("2:a v2, at 2", await FeedAsync());
        Assert.Equal(2, await RecordsAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Change_SentAgainAfterSixtyDays_IsStillRecognised(bool isNumbered)
    {
        Change change = Crate("a") with { Number = isNumbered ? 1 : null };
        var request = new PushRequest { DeviceId = "d1", Generation = isNumbered ? "g" : null, Acknowledged = isNumbered ? 0 : null, Changes = [change] };
        PushResponse first = await Server.PushAsync(request, Ann);
        await PushAsync(Make("crate", ChangeOp.Delete, "a", "{}", 1));
        for (int day = 0; day < 60; day++)
        {
            Time.Advance(TimeSpan.FromDays(1));
            await Server.MaintainAsync();
        }
        PushResponse late = await Server.PushAsync(request, Ann);

        Assert.Equal(AppliedStatus.AlreadyApplied, Assert.Single(late.Applied).Status);
        Assert.Equal(AsFirst(first), AsFirst(late));
    }

    private static Task<PushResponse[]> SendAtOnceAsync(Func<int, Task<PushResponse>> send) =>
        Task.WhenAll(Enumerable.Range(0, Senders).Select(n => Task.Run(() => send(n))));

    private static void AssertOneAnswer(PushResponse[] answers, AppliedStatus status = AppliedStatus.Applied)
    {
        Assert.Equal(1, answers.Count(answer => answer.Applied.Single().Status == status));
        Assert.Equal(answers.Length - 1, answers.Count(answer => answer.Applied.Single().Status is AppliedStatus.AlreadyApplied));
        Assert.All(answers, answer => Assert.Equal(AsFirst(answers[0]), AsFirst(answer)));
    }

    /// <summary>What was taken in, as it goes over the wire; only that it is told again may differ.</summary>
    private static string AsFirst(PushResponse answer) =>
        string.Join('\n', answer.Applied.Select(applied => JsonSerializer.Serialize(applied with { Status = AppliedStatus.Applied }, WireJson.Instance.AppliedChange)));

    public sealed class OnSqlite() : OnceTests(new SqliteDatabase());

    [Collection(PostgresTests.Name)]
    public sealed class OnPostgres(PostgresServer server) : OnceTests(server.NewDatabase());

    public sealed class OnSqliteByEf() : OnceTests(new WrittenByEf(new SqliteDatabase()));

    [Collection(PostgresTests.Name)]
    public sealed class OnPostgresByEf(PostgresServer server) : OnceTests(new WrittenByEf(server.NewDatabase()));
}
