using System.Text.Json;
using Athens.Sync.EntityFrameworkCore.Tests.Databases;
using Athens.Sync.Server;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace Athens.Sync.EntityFrameworkCore.Tests.Columns;

/// <summary>JSON columns, owned and complex types, enums, decimals and timestamps come back as they were, and changes inside of them are noticed.</summary>
public abstract class ColumnTests(ITestDatabase database) : IAsyncLifetime
{
    private const string Start = """
        {"day":"friday","named_day":"tuesday","price":1.50,"made_at":"2026-03-29T01:59:59.1234567+05:30",
         "box":{"label":"é \"","day":"monday","weight":9223372036854775807,"marks":["b","","a"]},
         "json_box":{"label":" ","day":"sunday","weight":-1,"marks":[]},
         "json_boxes":[{"label":"1","day":"monday","weight":1,"marks":["x"]},{"label":"2","day":"friday","weight":2,"marks":[]}],
         "size":{"width":3,"unit":"m"},"json_size":{"width":4,"unit":"😀"},"numbers":[3,1,2]}
        """;

    private ServiceProvider services = null!;

    private IServerStore Store => services.GetRequiredService<IServerStore>();

    public async Task InitializeAsync()
    {
        var collection = new ServiceCollection();
        collection.AddDbContextFactory<KitContext>(database.Use);
        collection.AddAthensSyncServer(KitContext.SyncModel).UseEntityFrameworkCore<KitContext>();
        services = collection.BuildServiceProvider(validateScopes: true);
        await using KitContext context = NewContext();
        await context.Database.EnsureCreatedAsync();
        IModel model = context.GetService<IDesignTimeModel>().Model;
        MigrationBuilder migration = new MigrationBuilder(context.Database.ProviderName).AddAthensSyncTriggers(model);
        foreach (MigrationCommand command in context.GetService<IMigrationsSqlGenerator>().Generate(migration.Operations, model))
            await context.Database.ExecuteSqlRawAsync(command.CommandText);
    }

    public async Task DisposeAsync()
    {
        await services.DisposeAsync();
        database.Delete();
    }

    [Fact]
    public async Task Values_OfTheApp_ComeBackAsTheyWere()
    {
        await SaveAsync(Start);

        Assert.Equal(FieldValues.Parse(Start).ToJson(), (await ReadAsync()).State.ToJson());
    }

    public static TheoryData<string, string> Changes() => new()
    {
        { "day", "\"monday\"" },
        { "named_day", "null" },
        { "price", "2.500" },
        { "made_at", "\"2026-03-29T01:59:59.1234568+05:30\"" },
        { "box", """{"label":"x","day":"monday","weight":1,"marks":["b"]}""" },
        { "json_box", """{"label":"x","day":"monday","weight":9007199254740993,"marks":["b","c"]}""" },
        { "json_box", "null" },
        { "json_boxes", """[{"label":"3","day":"monday","weight":3,"marks":["x","y"]}]""" },
        { "size", """{"width":9,"unit":""}""" },
        { "json_size", """{"width":9,"unit":"é"}""" },
        { "numbers", "[]" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Value_OfADevice_IsWrittenAndComesBack(string field, string json)
    {
        await SaveAsync(Start);
        ServerEntity before = await ReadAsync();
        await Store.ExecuteAsync(async (transaction, token) =>
        {
            await transaction.LockAsync([before.Id], token);
            transaction.Stage(before with { Version = 2, State = before.State.With(field, JsonElement.Parse(json)) });
            return 0;
        });

        ServerEntity after = await ReadAsync();
        Assert.Equal((2, before.State.With(field, JsonElement.Parse(json)).ToJson()), (after.Version, after.State.ToJson()));
        Assert.Equal((2, 2), await FeedAsync());
    }

    public static TheoryData<string, Action<Kit>> Edits() => new()
    {
        { "box", kit => kit.Box!.Label = "Edited" },
        { "json_box", kit => kit.JsonBox!.Label = "Edited" },
        { "json_boxes", kit => kit.JsonBoxes[1].Marks.Add("Edited") },
        { "size", kit => kit.Size.Unit = "Edited" },
        { "json_size", kit => kit.JsonSize.Unit = "Edited" },
        { "numbers", kit => kit.Numbers.Add(7) },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public async Task EditInside_ByTheApp_IsAChange(string field, Action<Kit> edit)
    {
        ArgumentNullException.ThrowIfNull(edit);
        await SaveAsync(Start);
        string before = (await ReadAsync()).State[field].GetRawText();
        await using (KitContext context = NewContext())
        {
            edit(context.Kits.Single());
            await context.SaveChangesAsync();
        }

        Assert.NotEqual(before, (await ReadAsync()).State[field].GetRawText());
        Assert.Equal((2, 2), await FeedAsync());
    }

    public static TheoryData<string> RawWrites() => new()
    {
        """UPDATE "Kits" SET "Box_Label" = 'Raw'""",
        """UPDATE "Kits" SET "JsonBox" = '{"Label":"Raw","Day":1,"Weight":1,"Marks":[]}'""",
        """UPDATE "Kits" SET "JsonBoxes" = '[]'""",
        """UPDATE "Kits" SET "Size_Width" = 99""",
        """UPDATE "Kits" SET "JsonSize" = '{"Width":99,"Unit":""}'""",
        """UPDATE "Kits" SET "Day" = 6""",
        """UPDATE "Kits" SET "Price" = '9.90'""",
    };

    [Theory]
    [MemberData(nameof(RawWrites))]
    public async Task RawWrite_IsNoticed(string sql)
    {
        await SaveAsync(Start);
        string before = (await ReadAsync()).State.ToJson();
        await using (KitContext context = NewContext())
            await context.Database.ExecuteSqlRawAsync(sql.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));

        Assert.Equal((2, 2), await FeedAsync());
        Assert.NotEqual(before, (await ReadAsync()).State.ToJson());
    }

    [Fact]
    public async Task RawDelete_KeepsWhatIsInTheColumns()
    {
        await SaveAsync(Start);
        await using (KitContext context = NewContext())
            await context.Database.ExecuteSqlRawAsync("""DELETE FROM "Kits" """);

        Assert.Equal((2, 2), await FeedAsync());
        FieldValues remains = (await ReadAsync()).State;
        FieldValues start = FieldValues.Parse(Start);
        Assert.All(new[] { "day", "named_day", "price", "made_at", "size", "json_size", "numbers" }, field => Assert.True(JsonElement.DeepEquals(start[field], remains[field]), $"{field} is {remains[field]}."));
    }

    private KitContext NewContext() => services.GetRequiredService<IDbContextFactory<KitContext>>().CreateDbContext();

    private async Task SaveAsync(string state)
    {
        await using KitContext context = NewContext();
        Kit kit = (Kit)KitContext.SyncModel.Entity("kit").Materialize("1", FieldValues.Parse(state));
        kit.Id = 0;
        context.Add(kit);
        await context.SaveChangesAsync();
    }

    private async Task<ServerEntity> ReadAsync() =>
        (await Store.ExecuteAsync((transaction, token) => transaction.LockAsync([new EntityId("kit", "1")], token))).Values.Single();

    /// <summary>The counter, and the version that the only entry tells.</summary>
    private async Task<(long Counter, long Version)> FeedAsync()
    {
        FeedPage page = await Store.ReadFeedAsync(new FeedRequest { Scope = SyncModel.DefaultScope, Lane = Modeling.Lanes.Default, After = 0, Limit = 10 });
        return (page.Counter, page.Entries.Single().Entity.Version);
    }

    public sealed class OnSqlite() : ColumnTests(new SqliteDatabase());

    [Collection(PostgresTests.Name)]
    public sealed class OnPostgres(PostgresServer server) : ColumnTests(server.NewDatabase());

    public sealed class OnSqliteByEf() : ColumnTests(new WrittenByEf(new SqliteDatabase()));

    [Collection(PostgresTests.Name)]
    public sealed class OnPostgresByEf(PostgresServer server) : ColumnTests(new WrittenByEf(server.NewDatabase()));
}
