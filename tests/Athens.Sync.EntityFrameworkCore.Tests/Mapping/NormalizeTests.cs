using System.Text.Json;
using Athens.Sync.EntityFrameworkCore.Tests.Databases;
using Athens.Sync.Modeling;
using Athens.Sync.Server;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Athens.Sync.EntityFrameworkCore.Tests.Mapping;

/// <summary>Decisions are made on values as they will be read back, so what a column drops is dropped before.</summary>
public abstract class NormalizeTests(ITestDatabase database) : IAsyncLifetime
{
    private ServiceProvider services = null!;

    private static EntityModel Entity => MeasureContext.SyncModel.Entity("measure");

    private IServerStore Store => services.GetRequiredService<IServerStore>();

    public async Task InitializeAsync()
    {
        var collection = new ServiceCollection();
        collection.AddDbContext<MeasureContext>(database.Use);
        collection.AddAthensSyncServer(MeasureContext.SyncModel).UseEntityFrameworkCore<MeasureContext>();
        services = collection.BuildServiceProvider(validateScopes: true);
        await using AsyncServiceScope scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<MeasureContext>().Database.EnsureCreatedAsync();
    }

    public async Task DisposeAsync()
    {
        await services.DisposeAsync();
        database.Delete();
    }

    public static TheoryData<string, string> Values() => new()
    {
        { "amount", "1.50" },
        { "amount", "7" },
        { "amount", "-0.000000000000000000012345678" },
        { "rounded", "1.005" },
        { "rounded", "-1.005" },
        { "rounded", "1.5" },
        { "exact", "1.500" },
        { "exact", "null" },
        { "as_float", "0.1" },
        { "at", "\"2026-03-29T01:59:59.1234567Z\"" },
        { "moment", "\"2026-03-29T01:59:59.1234567+05:30\"" },
        { "moment", "\"1969-12-31T23:59:59.1234567-08:00\"" },
        { "exact_moment", "\"1969-12-31T23:59:59.1234567-08:00\"" },
        { "seconds", "\"2026-03-29T01:59:59.9999999+05:30\"" },
        { "duration", "\"1.02:03:04.1234567\"" },
        { "time", "\"01:59:59.1234567\"" },
        { "day", "\"tuesday\"" },
        { "text", "\"  caf\u00e9 \"" },
        { "text", "null" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Value_AsNormalized_IsWhatIsReadBack(string field, string json)
    {
        FieldValues normalized = Store.Normalize(Entity, FieldValues.Parse($$"""{"{{field}}":{{json}}}"""));
        Assert.Equal([field], normalized.Keys);
        var id = new EntityId("measure", "m1");
        var start = new Measure { Id = "m1", At = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc) };
        FieldValues state = Store.Normalize(Entity, Entity.ReadState(start)).With(normalized);
        await Store.ExecuteAsync((transaction, _) =>
        {
            transaction.Stage(new ServerEntity { Id = id, Scope = SyncModel.DefaultScope, Version = 1, State = state });
            return Task.FromResult(true);
        });

        ServerEntity read = (await Store.ExecuteAsync((transaction, token) => transaction.LockAsync([id], token)))[id];

        Assert.Equal(normalized[field].GetRawText(), read.State[field].GetRawText());
        Assert.Equal(normalized.ToJson(), Store.Normalize(Entity, normalized).ToJson());
    }

    [Theory]
    [InlineData("amount", "\"no number\"")]
    [InlineData("at", "17")]
    [InlineData("moment", "null")]
    [InlineData("unknown", "1")]
    public void Value_OfNoUse_StaysForTheEngineToRefuse(string field, string json)
    {
        FieldValues values = FieldValues.Parse($$"""{"{{field}}":{{json}}}""");

        Assert.Equal(JsonSerializer.Serialize(values[field]), JsonSerializer.Serialize(Store.Normalize(Entity, values)[field]));
    }

    public sealed class OnSqlite() : NormalizeTests(new SqliteDatabase());

    [Collection(PostgresTests.Name)]
    public sealed class OnPostgres(PostgresServer server) : NormalizeTests(server.NewDatabase());
}
