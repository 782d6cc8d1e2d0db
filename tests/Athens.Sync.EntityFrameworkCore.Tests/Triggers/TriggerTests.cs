using System.Text.Json;
using Athens.Sync.EntityFrameworkCore.Tests.Databases;
using Athens.Sync.EntityFrameworkCore.Tests.Work;
using Athens.Sync.Server;
using Athens.Sync.Wire;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Athens.Sync.EntityFrameworkCore.Tests.Triggers;

/// <summary>Writes past the engine are noted by triggers and reach a device, each once.</summary>
public abstract class TriggerTests(ITestDatabase database) : RawTest(database)
{
    private const string InsertSheet = """INSERT INTO "Sheets" ("Id", "Project", "Title", "Body", "Tags", "Views") VALUES ('s1', 'north', 'Raw', '', '[]', 0)""";

    private static readonly Guid LineId = Guid.Parse("0190a000-0000-7000-8000-00000000000a");
    private static readonly Guid ReportId = Guid.Parse("0190a000-0000-7000-8000-00000000000b");

    [Fact]
    public async Task RawUpdate_OfAnotherProcess_ReachesADevice()
    {
        await SaveAsync(context => context.AddRange(NewSheet("s1"), NewSheet("s2")));
        string? checkpoint = (await PullAsync()).Checkpoint;
        await RawAsync("""UPDATE "Sheets" SET "Title" = 'By hand' WHERE "Id" = 's2'""");

        PullResponse page = await PullAsync(checkpoint);
        Assert.Equal("By hand", Assert.Single(page.Changes).Data!["title"].GetString());
        Assert.Equal("", await NewsAsync(page.Checkpoint));
        Assert.Equal("1:s1 v1, 3:s2 v2, at 3", await FeedAsync());
        Assert.Equal(0, await MarksAsync());
    }

    [Fact]
    public async Task ExecuteUpdate_WithoutAMark_ReachesADevice()
    {
        await SaveAsync(context => context.AddRange(NewSheet("s1"), NewSheet("s2")));
        string? checkpoint = (await PullAsync()).Checkpoint;
        await QueryAsync(context => context.Sheets.ExecuteUpdateAsync(row => row.SetProperty(s => s.Body, "All")));

        Assert.Equal("s1 v2, s2 v2", await NewsAsync(checkpoint));
    }

    [Fact]
    public async Task RawInsert_ReachesADevice_ParentsFirst()
    {
        await RawAsync($"{InsertSheet}; INSERT INTO \"Lines\" (\"Id\", \"SheetId\", \"Text\") VALUES ('{LineId.ToString().ToUpperInvariant()}', 's1', 'Raw')");

        Assert.Equal($"1:s1 v1, 2:{LineId} v1, at 2", await FeedAsync());
        await SaveAsync(context => context.Lines.Single().Text = "Tracked");
        Assert.Equal($"1:s1 v1, 3:{LineId} v2, at 3", await FeedAsync());
    }

    [Fact]
    public async Task RawDelete_LeavesATombstoneWithItsState()
    {
        await SaveAsync(context => context.AddRange(NewSheet("s1"), NewReport()));
        FieldValues sheet = (await LockAsync("sheet", "s1"))!.State;
        FieldValues report = (await LockAsync("report", ReportId.ToString()))!.State;
        await RawAsync("""DELETE FROM "Sheets" """);
        await RawAsync("""DELETE FROM "Remarks"; DELETE FROM "Reports" """);

        Assert.Equal($"3:s1 v2 deleted, 4:{ReportId} v2 deleted, at 4", await FeedAsync());
        // Owned parts are gone with the row.
        Assert.Equal(sheet.With("place", JsonElement.Parse("null")).ToJson(), (await LockAsync("sheet", "s1"))!.State.ToJson());
        Assert.Equal(report.With("remarks", JsonElement.Parse("[]")).ToJson(), (await LockAsync("report", ReportId.ToString()))!.State.ToJson());
    }

    [Fact]
    public async Task RawDeleteAndInsert_GoesOnFromWhatWasToldOfIt()
    {
        await SaveAsync(context => context.Add(NewSheet("s1")));
        await RawAsync($"DELETE FROM \"Sheets\"; {InsertSheet}");
        Assert.Equal("2:s1 v2, at 2", await FeedAsync());

        await RawAsync("DELETE FROM \"Sheets\"");
        Assert.Equal("3:s1 v3 deleted, at 3", await FeedAsync());
        await RawAsync(InsertSheet);
        Assert.Equal("4:s1 v4, at 4", await FeedAsync());
    }

    [Fact]
    public async Task RawInsertAndDelete_ThatNobodyWasToldOf_LeavesNothing()
    {
        await RawAsync($"{InsertSheet}; DELETE FROM \"Sheets\"");

        Assert.Equal("at 0", await FeedAsync());
        Assert.Equal(0, await MarksAsync());
    }

    [Fact]
    public async Task RawUpdate_OfTheKey_IsADeleteAndAnInsert()
    {
        await SaveAsync(context => context.Add(NewSheet("s1")));
        await RawAsync("""UPDATE "Sheets" SET "Id" = 's9'""");

        Assert.Equal("2:s9 v2, 3:s1 v2 deleted, at 3", await FeedAsync());
    }

    [Fact]
    public async Task RawMove_TakesTheRowAndItsChildrenToTheOtherScope()
    {
        await SaveAsync(context => context.AddRange(NewSheet("s1"), new Line { Id = LineId, SheetId = "s1" }));
        await RawAsync("""UPDATE "Sheets" SET "Project" = 'hidden'""");

        Assert.Equal($"3:s1 v2 left, 4:{LineId} v1 left, at 4", await FeedAsync());
        Assert.Equal($"1:s1 v2, 2:{LineId} v1, at 2", await FeedAsync("hidden"));
    }

    [Fact]
    public async Task RawUpdate_OfAPartInATableOfItsOwn_IsAChangeOfTheWhole()
    {
        await SaveAsync(context => context.Add(NewReport()));
        string? checkpoint = (await PullAsync()).Checkpoint;
        await RawAsync("""UPDATE "Remarks" SET "Text" = 'By hand'""");

        Assert.Equal($"{ReportId} v2", await NewsAsync(checkpoint));
        Assert.Contains("By hand", (await LockAsync("report", ReportId.ToString()))!.State.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WritesOfTheEngine_LeaveNoMark()
    {
        await SaveAsync(context => context.AddRange(NewSheet("s1"), NewSheet("s2"), NewReport(), new Ticket { Project = "north" }));
        await SaveAsync(context => context.Sheets.Single(s => s.Id == "s1").Title = "Tracked");
        await SaveAsync(context => context.Reports.Single().Remarks[0].Text = "Tracked");
        await SaveAsync(context => context.Reports.Single().Remarks.Add(new Remark { Number = 2, Text = "More" }));
        await SaveAsync(context => context.Remove(context.Sheets.Single(s => s.Id == "s2")));
        await SaveAsync(context => context.Sheets.Single().Views = 7);
        await PushAsync("sheet", "s1", "Pushed", 2);

        Assert.Equal(0, await MarksAsync());
        Assert.Equal($"3:1 v1, 7:{ReportId} v3, 8:s2 v2 deleted, 9:s1 v3, at 9", await FeedAsync());
    }

    [Fact]
    public async Task MarkedWrites_CountOnce()
    {
        await SaveAsync(context => context.AddRange(NewSheet("s1"), NewSheet("s2")));
        await using (RawContext context = NewContext())
        {
            await using IDbContextTransaction transaction = await context.Database.BeginTransactionAsync();
            await context.Sheets.Where(s => s.Id == "s1").ExecuteUpdateAsync(row => row.SetProperty(s => s.Title, "Marked"));
            await context.MarkChangedAsync<Sheet>(s => s.Id == "s1");
            await context.DeleteMarkedAsync<Sheet>(s => s.Id == "s2");
            await transaction.CommitAsync();
        }

        Assert.Equal(0, await MarksAsync());
        Assert.Equal("3:s1 v2, 4:s2 v2 deleted, at 4", await FeedAsync());
    }

    [Fact]
    public async Task RawWrite_RolledBack_LeavesNoMark()
    {
        await SaveAsync(context => context.Add(NewSheet("s1")));
        await using (RawContext context = NewForeignContext())
        {
            await using IDbContextTransaction transaction = await context.Database.BeginTransactionAsync();
            await context.Database.ExecuteSqlRawAsync("""UPDATE "Sheets" SET "Title" = 'Undone'""");
            await transaction.RollbackAsync();
        }

        Assert.Equal(0, await MarksAsync());
        Assert.Equal("1:s1 v1, at 1", await FeedAsync());
    }

    [Fact]
    public async Task MarkUndoneBySavepoint_LeavesWhatOthersNoted()
    {
        await SaveAsync(context => context.Add(NewSheet("s1")));
        await RawAsync("""UPDATE "Sheets" SET "Title" = 'By hand'""");
        await using (RawContext context = NewContext())
        {
            await using IDbContextTransaction transaction = await context.Database.BeginTransactionAsync();
            await transaction.CreateSavepointAsync("start");
            await context.MarkChangedAsync<Sheet>(s => s.Id == "s1");
            await transaction.RollbackToSavepointAsync("start");
            await transaction.CommitAsync();
        }

        Assert.Equal("2:s1 v2, at 2", await FeedAsync());
    }

    [Fact]
    public async Task UnsyncedColumn_IsNotNoted()
    {
        await SaveAsync(context => context.Add(NewSheet("s1")));
        await RawAsync("""UPDATE "Sheets" SET "Views" = 9""");
        await RawAsync("""UPDATE "Sheets" SET "Title" = "Title" """);

        Assert.Equal(0, await MarksAsync());
    }

    [Fact]
    public async Task Push_OnARowThatWasWrittenRaw_MeetsThatWriteBeforeAnyPull()
    {
        await SaveAsync(context => context.Add(NewSheet("s1")));
        await RawAsync("""UPDATE "Sheets" SET "Title" = 'By hand'""");

        PushResponse answer = await PushAsync("sheet", "s1", "Blind", 1);

        Assert.Equal(2, Assert.Single(answer.Conflicts).ServerVersion);
        Assert.Equal("By hand", (await LockAsync("sheet", "s1"))!.State["title"].GetString());
        Assert.Equal("2:s1 v2, at 2", await FeedAsync());
    }

    [Fact]
    public async Task Push_OnARowThatWasDeletedRaw_IsAConflictOfADelete()
    {
        await SaveAsync(context => context.Add(NewSheet("s1")));
        await RawAsync("""DELETE FROM "Sheets" """);

        Assert.Equal(ConflictReason.DeletedOnServer, Assert.Single((await PushAsync("sheet", "s1", "Late", 1)).Conflicts).Reason);
        Assert.Equal("2:s1 v2 deleted, at 2", await FeedAsync());
    }

    [Fact]
    public async Task RowInNoScope_IsSetAside_HoldsUpNothing_AndIsToldOnceItIsPlaced()
    {
        await SaveAsync(context => context.AddRange(NewSheet("s1"), NewSheet("s2")));
        await RawAsync("""UPDATE "Sheets" SET "Project" = '' WHERE "Id" = 's1'; UPDATE "Sheets" SET "Title" = 'By hand' WHERE "Id" = 's2'""");

        Assert.Equal("1:s1 v1, 3:s2 v2, at 3", await FeedAsync());
        CatchUpReport report = await Server.CatchUpAsync();
        Assert.Equal([new EntityId("sheet", "s1")], report.Unplaced);
        await RawAsync("""UPDATE "Sheets" SET "Project" = 'north' WHERE "Id" = 's1'""");
        Assert.Equal("3:s2 v2, 4:s1 v2, at 4", await FeedAsync());
        Assert.Empty((await Server.CatchUpAsync()).Unplaced);
        Assert.Equal(0, await MarksAsync());
    }

    [Fact]
    public async Task ManyMarks_AreToldInBatches_EachOnce()
    {
        await SaveAsync(context => context.AddRange(Enumerable.Range(0, 1200).Select(n => new Ticket { Project = "north" })));
        await RawAsync("""UPDATE "Tickets" SET "Project" = 'south'""");
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => FeedAsync())));

        FeedPage page = await Store.ReadFeedAsync(new FeedRequest { Scope = "south", Lane = Modeling.Lanes.Default, After = 0, Limit = 2000 });
        Assert.Equal(Enumerable.Range(1, 1200).Select(n => (long)n), page.Entries.Select(e => e.Sequence));
        Assert.All(page.Entries, entry => Assert.Equal(2, entry.Entity.Version));
    }

    [Fact]
    public async Task DroppedTriggers_NoteNothing_AndCanBeMadeAgain()
    {
        await SaveAsync(context => context.Add(NewSheet("s1")));
        await MigrateAsync((migration, model) => migration.DropAthensSyncTriggers(model));
        await RawAsync("""UPDATE "Sheets" SET "Title" = 'Unseen'""");
        Assert.Equal(0, await MarksAsync());

        await MigrateAsync((migration, model) => migration.AddAthensSyncTriggers(model));
        await MigrateAsync((migration, model) => migration.AddAthensSyncTriggers(model));
        await RawAsync("""UPDATE "Sheets" SET "Title" = 'Seen'""");
        Assert.Equal(1, await MarksAsync());
    }

    [Fact]
    public async Task RowThatWasReplacedUnnoticed_NeverGoesBackInVersion()
    {
        await SaveAsync(context => context.Add(NewSheet("s1")));
        await SaveAsync(context => context.Sheets.Single().Title = "Tracked");
        await MigrateAsync((migration, model) => migration.DropAthensSyncTriggers(model));
        await RawAsync($"DELETE FROM \"Sheets\"; {InsertSheet}");

        Assert.Equal("2:s1 v2, at 2", await FeedAsync());
    }

    private static Report NewReport() => new()
    {
        Id = ReportId,
        Project = "north",
        Cost = 1.50m,
        Seal = [0, 255, 16],
        At = new DateTimeOffset(2026, 5, 6, 7, 8, 9, TimeSpan.FromHours(3)).AddTicks(1),
        Count = long.MaxValue,
        Weight = 0.1 + 0.2,
        IsFinal = true,
        Remarks = [new Remark { Number = 1, Text = "é \" \\ 😀" }],
    };

    private async Task<ServerEntity?> LockAsync(string type, string key) =>
        (await Store.ExecuteAsync((transaction, token) => transaction.LockAsync([new EntityId(type, key)], token))).Values.SingleOrDefault();

    private Task<PushResponse> PushAsync(string type, string key, string title, long version) => Server.PushAsync(
        new PushRequest
        {
            DeviceId = "d1",
            Scope = "north",
            Changes = [new Change { Entity = type, Op = ChangeOp.Update, OfflineId = Guid.CreateVersion7().ToString(), ServerId = key, ClientVersion = version, Data = FieldValues.Empty.With("title", JsonSerializer.SerializeToElement(title)) }],
        },
        Ann);

    public sealed class OnSqlite() : TriggerTests(new SqliteDatabase());

    [Collection(PostgresTests.Name)]
    public sealed class OnPostgres(PostgresServer server) : TriggerTests(server.NewDatabase());
}
