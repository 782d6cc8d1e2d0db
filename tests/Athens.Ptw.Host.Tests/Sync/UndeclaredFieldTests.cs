using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using Athens.Ptw.Host.Storage;
using Athens.Ptw.Host.Tests.Hosting;
using Athens.Sync.Modeling;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using static Athens.Ptw.Host.Tests.Hosting.Requests;

namespace Athens.Ptw.Host.Tests.Sync;

/// <summary>
/// Whatever name the host's own code or tables have for something, a change cannot write it unless the model declares it
/// as the caller's.
/// </summary>
public sealed class UndeclaredFieldTests(PtwServer server) : IClassFixture<PtwServer>
{
    private static readonly string[] OfEngines = ["id", "version", "Version", "row_version", "sync_version", "sequence", "scope", "epoch", "deleted", "is_deleted", "tombstone", "tenant", "user", "role", "password_hash", "$type", "__proto__", ""];

    private static readonly Dictionary<string, string> Collections = new()
    {
        ["permit"] = Paths.Permits,
        ["isolation_point"] = Paths.Points,
        ["closeout"] = Paths.Closeouts,
        ["gas_reading"] = Paths.GasReadings,
        ["permit_photo"] = Paths.Photos,
        ["signature"] = Paths.Signatures,
    };

    public static TheoryData<string> Types() => [.. PtwModel.Instance.Entities.Select(entity => entity.Type)];

    public static TheoryData<string, string> TypesAndRoads()
    {
        var data = new TheoryData<string, string>();
        foreach (string type in PtwModel.Instance.Entities.Select(entity => entity.Type))
        {
            data.Add(type, Paths.Push);
            data.Add(type, Paths.OlderWire);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(TypesAndRoads))]
    public async Task ANameThatIsNotDeclared_IsRefusedByName_OnCreateAndUpdate(string type, string road)
    {
        using HttpClient client = await server.ClientOfAsync("admin-north");
        EntityModel entity = PtwModel.Instance.Entity(type);
        (string key, Dictionary<string, object?> data) = await RowAsync(client, entity);
        int refused = 0;

        foreach (string[] names in Names().Where(name => entity.Find(name) is null).Chunk(100))
        {
            foreach ((string op, string? id) in Ops(entity, key))
            {
                object[] changes = [.. names.Select(name => new { entity = type, op, offline_id = NewId(), server_id = id ?? NewId(), client_version = 1, data = new Dictionary<string, object?>(data) { [name] = "x" } })];
                JsonElement answer = await client.PushAsync(road, changes);
                // A change that builds on a refused one is not tried: those are sent one by one.
                string[] named = [.. answer.GetProperty("rejected").EnumerateArray().Select(NameOf)];
                foreach (string name in names.Except(named))
                    Assert.Equal(("unknown_field", name), await RefusedAsync(client, entity, op, id, new(data) { [name] = "x" }));
                Assert.Empty(named.Except(names));
                Assert.Equal(0, answer.GetProperty("applied").GetArrayLength());
                refused += names.Length;
            }
        }

        Assert.True(refused > 200, $"Only {refused} names were tried.");
        await AssertUntouchedAsync(client, type, key);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task ANameThatIsNotDeclared_IsRefusedByName_ByPlainHttp(string type)
    {
        using HttpClient client = await server.ClientOfAsync("admin-north");
        EntityModel entity = PtwModel.Instance.Entity(type);
        (string key, Dictionary<string, object?> data) = await RowAsync(client, entity);
        int before = (await client.FetchAsync($"{Collections[type]}?limit=500")).GetArrayLength();

        foreach (string name in Names().Where(name => entity.Find(name) is null && name is not ("id" or "version")))
        {
            var method = entity.IsAppendOnly ? HttpMethod.Post : HttpMethod.Patch;
            using HttpResponseMessage answer = await client.SendAsync(method, entity.IsAppendOnly ? Collections[type] : Collections[type] + key, new Dictionary<string, object?>(data) { [name] = "x" });
            Assert.Equal((name, HttpStatusCode.BadRequest), (name, answer.StatusCode));
            Assert.Equal([name], (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").EnumerateObject().Select(error => error.Name));
        }

        Assert.Equal(before, (await client.FetchAsync($"{Collections[type]}?limit=500")).GetArrayLength());
        await AssertUntouchedAsync(client, type, key);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task AFieldThatIsNotTheCallers_IsRefusedByName(string type)
    {
        using HttpClient client = await server.ClientOfAsync("admin-north");
        EntityModel entity = PtwModel.Instance.Entity(type);
        (string key, Dictionary<string, object?> data) = await RowAsync(client, entity);

        foreach (FieldModel field in entity.Fields.Where(field => field.Access is not FieldAccess.Writable))
        {
            object value = field.ClrType == typeof(DateTimeOffset?) ? "2031-05-06T07:00:00Z" : field.ClrType == typeof(long?) ? 999 : "someone";
            if (field.Access is FieldAccess.ServerOwned)
                Assert.Equal(("field_not_writable", field.Name), await RefusedAsync(client, entity, entity.IsAppendOnly ? "append" : "create", null, new(data) { [field.Name] = value }));
            if (!entity.IsAppendOnly)
                Assert.Equal(("field_not_writable", field.Name), await RefusedAsync(client, entity, "update", key, new() { [field.Name] = value }));
        }

        await AssertUntouchedAsync(client, type, key);
    }

    /// <summary>The names of every property in the host's code and of every column in its tables, in both spellings.</summary>
    private List<string> Names()
    {
        using IServiceScope scope = server.Services.CreateScope();
        IModel tables = scope.ServiceProvider.GetRequiredService<PtwDbContext>().Model;
        IEnumerable<string> columns = tables.GetEntityTypes().SelectMany(table => table.GetProperties()).SelectMany(column => new[] { column.Name, column.GetColumnName() });
        IEnumerable<string> properties = typeof(PtwModel).Assembly.GetTypes()
            .SelectMany(found => found.GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance))
            .Select(property => property.Name)
            .Where(name => name.All(char.IsLetterOrDigit));
        return [.. columns.Concat(properties).Concat(properties.Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)).Concat(OfEngines).Distinct(StringComparer.Ordinal)];
    }

    private static string NameOf(JsonElement rejected)
    {
        Assert.Equal("unknown_field", rejected.Text("reason"));
        return rejected.GetProperty("detail").EnumerateObject().Single().Name;
    }

    private static IEnumerable<(string Op, string? Id)> Ops(EntityModel entity, string key) =>
        entity.IsAppendOnly ? [("append", null)] : [("create", null), ("update", key)];

    private static async Task<(string Key, Dictionary<string, object?> Data)> RowAsync(HttpClient client, EntityModel entity)
    {
        string permit = (await client.AddAsync(Paths.Permits, Draft())).Text("id");
        Dictionary<string, object?> data = entity.Type switch
        {
            "permit" => new(Draft()),
            "isolation_point" => new() { ["permit_id"] = permit, ["name"] = "V-1204" },
            "gas_reading" => new() { ["permit_id"] = permit, ["gas"] = "o2", ["value"] = 20.9, ["unit"] = "%", ["taken_at"] = "2031-05-06T07:00:00Z" },
            _ => new() { ["permit_id"] = permit },
        };
        (string kind, JsonElement verdict) = await client.SendChangeAsync(new { entity = entity.Type, op = entity.IsAppendOnly ? "append" : "create", offline_id = NewId(), data });
        Assert.True(kind == "applied", verdict.GetRawText());
        return (verdict.Text("server_id"), data);
    }

    /// <returns>The reason, and the one name that is at fault.</returns>
    private static async Task<(string Reason, string Name)> RefusedAsync(HttpClient client, EntityModel entity, string op, string? key, Dictionary<string, object?> data)
    {
        (string kind, JsonElement verdict) = await client.SendChangeAsync(new { entity = entity.Type, op, offline_id = NewId(), server_id = key, client_version = 1, data });
        Assert.True(kind == "rejected", verdict.GetRawText());
        return (verdict.Text("reason"), string.Join(',', verdict.GetProperty("detail").EnumerateObject().Select(fault => fault.Name)));
    }

    private static async Task AssertUntouchedAsync(HttpClient client, string type, string key)
    {
        JsonElement pulled = (await client.FetchAsync($"{Paths.Pull}?limit=1000")).GetProperty("changes").EnumerateArray().Single(change => change.Text("server_id") == key);
        Assert.Equal((type, 1), (pulled.Text("entity"), pulled.Number("version")));
    }
}
