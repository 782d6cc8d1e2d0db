using System.Text.Json;
using Athens.Sync.EntityFrameworkCore.Tests.Databases;
using Athens.Sync.EntityFrameworkCore.Tests.Work;
using Athens.Sync.Wire;
using Microsoft.EntityFrameworkCore;

namespace Athens.Sync.EntityFrameworkCore.Tests.Triggers;

/// <summary>A push judges a row by where it is now, whoever put it there, and a row that is nowhere is answered as one that is not there.</summary>
public abstract class PlaceTests(ITestDatabase database) : RawTest(database)
{
    private static readonly Guid LineId = Guid.Parse("0190a000-0000-7000-8000-00000000000a");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RowInNoScope_IsNotFound_AndItsNeighboursAreTakenIn(bool wasTold)
    {
        await SaveAsync(context => context.AddRange(NewSheet("s1"), NewSheet("s2"), new Line { Id = LineId, SheetId = "s1", Text = "a" }));
        await RawAsync("""UPDATE "Sheets" SET "Project" = '' WHERE "Id" = 's1'""");
        await RawAsync("DELETE FROM athens_sync_marks");
        if (!wasTold)
            await RawAsync("""DELETE FROM athens_sync_entries""");

        PushResponse answer = await PushAsync(
            Update("sheet", "s1", "title"),
            Update("sheet", "s2", "title"),
            new Change { Entity = "sheet", Op = ChangeOp.Create, OfflineId = "create", ServerId = "s1", Data = FieldValues.Parse("""{"title":"mine"}""") },
            new Change { Entity = "line", Op = ChangeOp.Create, OfflineId = "child", ServerId = Guid.CreateVersion7().ToString(), Data = FieldValues.Parse("""{"sheet_id":"s1","text":"b"}""") });

        Assert.Equal("s2", Assert.Single(answer.Applied).ServerId);
        Assert.Equal(RejectionReason.NotFound, answer.Rejected[0].Reason);
        Assert.Equal(("First", 2L), await QueryAsync(async context => (await context.Sheets.Where(s => s.Id == "s1").Select(s => s.Title).SingleAsync(), await context.Sheets.LongCountAsync())));
        Assert.Equal(RejectionReason.NotFound, Assert.Single((await PushAsync(new Change { Entity = "sheet", Op = ChangeOp.Create, OfflineId = "again", ServerId = "s1", Data = FieldValues.Parse("""{"title":"mine"}""") })).Rejected).Reason);
        Assert.Equal(RejectionReason.NotFound, Assert.Single((await PushAsync(new Change { Entity = "sheet", Op = ChangeOp.Delete, OfflineId = "gone", ServerId = "s1", ClientVersion = 1 })).Rejected).Reason);
    }

    [Fact]
    public async Task RowUnderAParentInNoScope_IsNotFound()
    {
        await SaveAsync(context => context.AddRange(NewSheet("s1"), new Line { Id = LineId, SheetId = "s1", Text = "a" }));
        await RawAsync("""UPDATE "Sheets" SET "Project" = ''; DELETE FROM athens_sync_entries; DELETE FROM athens_sync_marks""");

        Assert.Equal(RejectionReason.NotFound, Assert.Single((await PushAsync(Update("line", LineId.ToString(), "text"))).Rejected).Reason);
    }

    [Fact]
    public async Task RowThatWasMovedRaw_IsJudgedByItsNewScope_AlsoWhenTheDatabaseRefusesANeighbour()
    {
        await SaveAsync(context => context.AddRange(NewSheet("s1"), NewSheet("s2")));
        await RawAsync("""UPDATE "Sheets" SET "Project" = 'south' WHERE "Id" = 's1'""");
        await RawAsync("""UPDATE "Sheets" SET "Title" = 'Second' WHERE "Id" = 's2'; CREATE UNIQUE INDEX one_title ON "Sheets" ("Title")""");

        PushResponse answer = await PushAsync(
            new Change { Entity = "sheet", Op = ChangeOp.Create, OfflineId = "refused", ServerId = "s3", Data = FieldValues.Parse("""{"title":"Second"}""") },
            Update("sheet", "s1", "title"),
            new Change { Entity = "sheet", Op = ChangeOp.Create, OfflineId = "taken", ServerId = "s4", Data = FieldValues.Parse("""{"title":"Fourth"}""") });

        Assert.Equal([RejectionReason.ValidationError, RejectionReason.NotFound], answer.Rejected.Select(r => r.Reason));
        Assert.Equal("s4", Assert.Single(answer.Applied).ServerId);
        Assert.Equal("First", await QueryAsync(context => context.Sheets.Where(s => s.Id == "s1").Select(s => s.Title).SingleAsync()));
        Assert.Equal("1:s1 v2, at 1", await FeedAsync("south"));
    }

    private static Change Update(string type, string key, string field) => new()
    {
        Entity = type,
        Op = ChangeOp.Update,
        OfflineId = $"{key}-{Guid.CreateVersion7()}",
        ServerId = key,
        ClientVersion = 1,
        Base = FieldValues.Empty.With(field, JsonSerializer.SerializeToElement(type == "line" ? "a" : "First")),
        Data = FieldValues.Empty.With(field, JsonSerializer.SerializeToElement($"New {key}")),
    };

    private Task<PushResponse> PushAsync(params Change[] changes) => Server.PushAsync(new PushRequest { DeviceId = "d1", Scope = "north", Changes = changes }, Ann);

    public sealed class OnSqlite() : PlaceTests(new SqliteDatabase());

    [Collection(PostgresTests.Name)]
    public sealed class OnPostgres(PostgresServer server) : PlaceTests(server.NewDatabase());
}
