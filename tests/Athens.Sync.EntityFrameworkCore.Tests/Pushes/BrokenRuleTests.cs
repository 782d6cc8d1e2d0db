using Athens.Sync.EntityFrameworkCore.Tests.Databases;
using Athens.Sync.Wire;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Tests.Pushes;

/// <summary>Changes that the database refuses, among others that it does not.</summary>
public abstract class BrokenRuleTests(ITestDatabase database) : DepotTest(database)
{
    private const string Secret = "the database's own words";

    private static readonly string[] AllRules = ["unique", "check", "foreign key", "trigger", "length"];

    public static TheoryData<string> Rules => [.. AllRules];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Switch.DeferSql = IsPostgres ? "SET CONSTRAINTS ALL DEFERRED" : "PRAGMA defer_foreign_keys = ON";
        if (IsPostgres)
        {
            await ExecuteAsync("ALTER TABLE \"Crates\" ALTER CONSTRAINT \"FK_Crates_Supplier_Supplier\" DEFERRABLE");
            await ExecuteAsync($"CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{Secret.Replace("'", "''", StringComparison.Ordinal)}'; END $$");
            await ExecuteAsync("CREATE TRIGGER refuse_note BEFORE INSERT OR UPDATE ON \"Crates\" FOR EACH ROW WHEN (NEW.\"Note\" = 'trigger') EXECUTE FUNCTION refuse()");
            await ExecuteAsync("ALTER TABLE \"Crates\" ALTER COLUMN \"Code\" TYPE varchar(30)");
        }
        else
        {
            await ExecuteAsync($"CREATE TRIGGER refuse_note BEFORE INSERT ON \"Crates\" WHEN NEW.\"Note\" = 'trigger' BEGIN SELECT RAISE(ABORT, '{Secret.Replace("'", "''", StringComparison.Ordinal)}'); END");
            await ExecuteAsync("CREATE TRIGGER refuse_code BEFORE INSERT ON \"Crates\" WHEN length(NEW.\"Code\") > 30 BEGIN SELECT RAISE(ABORT, 'long'); END");
        }
    }

    private Change Breaking(string rule, string key) => rule switch
    {
        "unique" => Crate(key, code: "taken"),
        "check" => Crate(key, weight: -1),
        "foreign key" => Crate(key, supplier: "nobody"),
        "trigger" => Crate(key, note: "trigger"),
        _ => Crate(key, code: new string('9', 40)),
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task Change_ThatBreaksARuleOfTheDatabase_IsRejectedAloneInOneTransaction(string rule)
    {
        await PushAsync(Crate("first", code: "taken"));
        Change[] batch =
        [
            Crate("a"), Parcel("pa", "a"), Crate("b", note: DepotRule.Saves), Breaking(rule, "bad"), Parcel("pbad", "bad"),
            Make("crate", ChangeOp.Update, "a", """{"note":"Second"}""", 1, """{"note":""}"""), Crate("c"), Parcel("pc", "c"),
        ];
        Statements.Take();
        PushResponse answer = await PushAsync(batch);

        Assert.Equal(1, Statements.Commits);
        Assert.Equal(["a", "pa", "b", "a", "c", "pc"], answer.Applied.Select(a => a.ServerId));
        Assert.Equal([1L, 1, 1, 2, 1, 1], answer.Applied.Select(a => a.NewVersion));
        RejectedChange rejected = Assert.Single(answer.Rejected);
        Assert.Equal((batch[3].OfflineId, RejectionReason.ValidationError, "It breaks a rule of the database."), (rejected.OfflineId, rejected.Reason, rejected.Detail.ToString()));
        Assert.Equal((batch[4].OfflineId, ConflictReason.PredecessorUnresolved), answer.Conflicts.Select(c => (c.OfflineId, c.Reason)).Single());
        Assert.Equal("1:first v1, 2:a v2, 3:b v1, 4:c v1, 5:pa v1, 6:pc v1, at 6", await FeedAsync());
        Assert.Equal(7, await RecordsAsync());
        Assert.Equal(5, await CountAsync("SELECT COUNT(*) AS \"Value\" FROM \"Audit\""));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task Batch_WithAChangeThatBreaksARule_SentAgain_GetsTheSameVerdicts(string rule)
    {
        await PushAsync(Crate("first", code: "taken"));
        Change[] batch = [Crate("a"), Breaking(rule, "bad"), Crate("b")];
        PushResponse first = await PushAsync(batch);
        PushResponse again = await PushAsync(batch);

        Assert.Equal(first.Applied.Select(a => (a.ServerId, a.NewVersion)), again.Applied.Select(a => (a.ServerId, a.NewVersion)));
        Assert.All(again.Applied, a => Assert.Equal(AppliedStatus.AlreadyApplied, a.Status));
        Assert.Equal(first.Rejected.Select(r => r.OfflineId), again.Rejected.Select(r => r.OfflineId));
        Assert.Equal("1:first v1, 2:a v1, 3:b v1, at 3", await FeedAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Batch_WithBreakingChangesAtRandom_GivesEachItsVerdict(int seed)
    {
        var random = new Random(seed);
        await PushAsync(Crate("first", code: "taken"));
        Dictionary<string, bool> isBad = [];
        List<Change> batch = [];
        for (int n = 0; n < 40; n++)
        {
            bool bad = isBad[$"k{n}"] = random.Next(6) == 0;
            batch.Add(bad ? Breaking(AllRules[random.Next(AllRules.Length)], $"k{n}") : Crate($"k{n}", note: random.Next(4) == 0 ? DepotRule.Saves : ""));
        }
        Statements.Take();
        PushResponse answer = await PushAsync(batch);

        Assert.Equal(1, Statements.Commits);
        Assert.Equal(isBad.Where(k => !k.Value).Select(k => k.Key), answer.Applied.Select(a => a.ServerId));
        Assert.Equal(batch.Where(c => isBad[c.ServerId!]).Select(c => c.OfflineId), answer.Rejected.Select(r => r.OfflineId));
        Assert.Equal(1 + answer.Applied.Count, await RecordsAsync());
        Assert.Equal(1 + answer.Applied.Count, await CountAsync("SELECT COUNT(*) AS \"Value\" FROM \"Audit\""));
        Assert.EndsWith($"at {1 + answer.Applied.Count}", await FeedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changes_ThatBreakARuleOnlyTogether_AreTakenInUpToTheSecond()
    {
        PushResponse answer = await PushAsync(Crate("a", code: "same"), Crate("b"), Crate("c", code: "same"), Crate("d"));

        Assert.Equal(["a", "b", "d"], answer.Applied.Select(a => a.ServerId));
        Assert.Single(answer.Rejected);
    }

    [Fact]
    public async Task Delete_OfAParentThatStillHasAChild_IsRejectedAlone()
    {
        await PushAsync(Crate("a"), Parcel("pa", "a"), Crate("b"));
        PushResponse answer = await PushAsync(
            Make("crate", ChangeOp.Update, "b", """{"note":"Second"}""", 1, """{"note":""}"""), Make("crate", ChangeOp.Delete, "a", "{}", 1), Crate("c"));

        Assert.Equal(["b", "c"], answer.Applied.Select(a => a.ServerId));
        Assert.Single(answer.Rejected);
        Assert.Equal("1:a v1, 3:pa v1, 4:b v2, 5:c v1, at 5", await FeedAsync());
    }

    [Fact]
    public async Task Change_ThatTheDatabaseRefusesAtTheCommitOnly_IsRejectedAlone()
    {
        PushResponse answer = await PushAsync(Crate("a"), Crate("b"), Crate("bad", supplier: "nobody", note: DepotRule.Defers), Parcel("pbad", "bad"), Crate("c"));

        Assert.Equal(["a", "b", "c"], answer.Applied.Select(a => a.ServerId));
        Assert.Single(answer.Rejected);
        Assert.Single(answer.Conflicts);
        Assert.Equal("1:a v1, 2:b v1, 3:c v1, at 3", await FeedAsync());
    }

    [Fact]
    public async Task RefusalAtTheCommit_OfANumberedChange_StillNotesWhatCameWithIt()
    {
        await PushAsync(Crate("a"));
        PushResponse answer = await Server.PushAsync(
            new PushRequest
            {
                DeviceId = "d1",
                Generation = "g",
                Acknowledged = 4,
                Resolutions = [new ResolvedConflict { OfflineId = "decided", Entity = "crate", ServerId = "a", Resolution = ResolutionKind.UseServer }],
                Changes = [Crate("bad", supplier: "nobody", note: DepotRule.Defers) with { Number = 5 }],
            },
            Ann);

        Assert.Single(answer.Rejected);
        Assert.Equal(4, answer.Acknowledged);
        Assert.Equal(4, await CountAsync("SELECT acknowledged AS \"Value\" FROM athens_sync_devices"));
        Assert.Equal(1, await CountAsync("SELECT COUNT(*) AS \"Value\" FROM athens_sync_changes WHERE offline_id = 'decided'"));
    }

    [Fact]
    public async Task InternalError_OfTheAppsRule_RecordsNothing_AndTheBatchIsTakenInLater()
    {
        Change[] batch = [Crate("a"), Crate("b", note: DepotRule.Fails), Crate("c")];
        Switch.IsBroken = true;
        await Assert.ThrowsAsync<InvalidOperationException>(() => PushAsync(batch));

        Assert.Equal((0, 0), (await RecordsAsync(), await CountAsync("SELECT COUNT(*) AS \"Value\" FROM \"Crates\"")));
        Switch.IsBroken = false;
        Assert.Equal(3, (await PushAsync(batch)).Summary.Applied);
    }

    [Fact]
    public async Task InternalError_OfTheDatabase_RecordsNothing_AndTheBatchIsTakenInLater()
    {
        Change[] batch = [Crate("a"), Parcel("pa", "a"), Crate("c")];
        await ExecuteAsync("ALTER TABLE \"Parcels\" RENAME TO \"Elsewhere\"");
        Exception failure = await Assert.ThrowsAnyAsync<Exception>(() => PushAsync(batch));

        Assert.IsNotAssignableFrom<SyncException>(failure);
        Assert.Equal((0, 0), (await RecordsAsync(), await CountAsync("SELECT COUNT(*) AS \"Value\" FROM \"Crates\"")));
        await ExecuteAsync("ALTER TABLE \"Elsewhere\" RENAME TO \"Parcels\"");
        Assert.Equal(3, (await PushAsync(batch)).Summary.Applied);
    }

    public sealed class OnSqlite() : BrokenRuleTests(new SqliteDatabase());

    [Collection(PostgresTests.Name)]
    public sealed class OnPostgres(PostgresServer server) : BrokenRuleTests(server.NewDatabase());

    public sealed class OnSqliteByEf() : BrokenRuleTests(new WrittenByEf(new SqliteDatabase()));

    [Collection(PostgresTests.Name)]
    public sealed class OnPostgresByEf(PostgresServer server) : BrokenRuleTests(new WrittenByEf(server.NewDatabase()));
}
