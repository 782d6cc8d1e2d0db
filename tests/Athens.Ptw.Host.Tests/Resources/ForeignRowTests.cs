using System.Net;
using Athens.Ptw.Host.Tests.Hosting;
using static Athens.Ptw.Host.Tests.Hosting.Requests;

namespace Athens.Ptw.Host.Tests.Resources;

/// <summary>What another project has is answered as what nobody has, byte for byte, on every road.</summary>
public sealed class ForeignRowTests(PtwServer server) : IClassFixture<PtwServer>
{
    [Theory]
    [InlineData(Paths.Permits)]
    [InlineData(Paths.Points)]
    [InlineData(Paths.Closeouts)]
    [InlineData(Paths.GasReadings)]
    [InlineData(Paths.Photos)]
    [InlineData(Paths.Signatures)]
    public async Task AForeignRow_ReadOrPatched_IsAnsweredAsAMissingOne(string path)
    {
        using HttpClient north = await server.ClientOfAsync("admin-north");
        using HttpClient south = await server.ClientOfAsync("admin-south");
        string foreign = await RowAsync(north, path);

        foreach (HttpMethod method in new[] { HttpMethod.Get, HttpMethod.Patch })
        {
            object? body = method == HttpMethod.Patch ? new { remarks = "Mine", version = 1 } : null;
            Assert.Equal(await AnswerAsync(south, method, path + NewId(), body), await AnswerAsync(south, method, path + foreign, body));
        }

        Assert.Equal(0, (await south.FetchAsync(path)).GetArrayLength());
        Assert.Equal(1, (await north.FetchAsync(path + foreign)).Number("version"));
    }

    [Theory]
    [InlineData(Paths.Points)]
    [InlineData(Paths.Closeouts)]
    [InlineData(Paths.GasReadings)]
    [InlineData(Paths.Photos)]
    [InlineData(Paths.Signatures)]
    public async Task ARecordUnderAForeignPermit_IsAnsweredAsUnderAMissingOne(string path)
    {
        using HttpClient north = await server.ClientOfAsync("admin-north");
        using HttpClient south = await server.ClientOfAsync("admin-south");
        string permit = (await north.AddAsync(Paths.Permits, Draft())).Text("id");

        (HttpStatusCode status, string body) foreign = await AnswerAsync(south, HttpMethod.Post, path, Record(path, permit));

        Assert.Equal(HttpStatusCode.NotFound, foreign.status);
        Assert.Equal(await AnswerAsync(south, HttpMethod.Post, path, Record(path, NewId())), foreign);
        Assert.Equal(0, (await north.FetchAsync($"{path}?permit_id={permit}")).GetArrayLength());
        Assert.Equal(0, (await south.FetchAsync($"{path}?permit_id={permit}")).GetArrayLength());
    }

    [Fact]
    public async Task AForeignKeyOrProject_OnCreate_IsAnsweredAsAMissingOne()
    {
        using HttpClient north = await server.ClientOfAsync("admin-north");
        using HttpClient south = await server.ClientOfAsync("admin-south");
        string permit = (await north.AddAsync(Paths.Permits, Draft())).Text("id");
        Dictionary<string, object?> taken = new(Draft()) { ["id"] = permit };
        Dictionary<string, object?> foreign = new(Draft()) { ["project_id"] = "north" };
        Dictionary<string, object?> missing = new(Draft()) { ["project_id"] = "west" };

        (HttpStatusCode status, string body) answer = await AnswerAsync(south, HttpMethod.Post, Paths.Permits, missing);

        Assert.Equal(HttpStatusCode.NotFound, answer.status);
        Assert.Equal(answer, await AnswerAsync(south, HttpMethod.Post, Paths.Permits, foreign));
        Assert.Equal(answer, await AnswerAsync(south, HttpMethod.Post, Paths.Permits, taken));
    }

    [Fact]
    public async Task AForeignScope_PulledOrPushedTo_IsAnsweredAsAMissingOne()
    {
        using HttpClient south = await server.ClientOfAsync("admin-south");

        (HttpStatusCode status, string body) pull = await AnswerAsync(south, HttpMethod.Get, $"{Paths.Pull}?scope=north", null);

        Assert.Equal(HttpStatusCode.NotFound, pull.status);
        Assert.Equal(pull, await AnswerAsync(south, HttpMethod.Get, $"{Paths.Pull}?scope=west", null));
        Assert.Equal(
            await AnswerAsync(south, HttpMethod.Post, Paths.Push, new { device_id = "d", scope = "west", changes = Array.Empty<object>() }),
            await AnswerAsync(south, HttpMethod.Post, Paths.Push, new { device_id = "d", scope = "north", changes = Array.Empty<object>() }));
    }

    [Fact]
    public async Task APull_HoldsNothingOfAnotherProject()
    {
        using HttpClient north = await server.ClientOfAsync("admin-north");
        using HttpClient south = await server.ClientOfAsync("admin-south");
        string permit = (await north.AddAsync(Paths.Permits, Draft("Only the north's"))).Text("id");

        Assert.DoesNotContain(permit, (await south.FetchAsync(Paths.Pull)).GetRawText(), StringComparison.Ordinal);
        Assert.Contains(permit, (await north.FetchAsync(Paths.Pull)).GetRawText(), StringComparison.Ordinal);
    }

    private static async Task<string> RowAsync(HttpClient client, string path)
    {
        string permit = (await client.AddAsync(Paths.Permits, Draft())).Text("id");
        return path == Paths.Permits ? permit : (await client.AddAsync(path, Record(path, permit))).Text("id");
    }

    private static object Record(string path, string permit) => path switch
    {
        Paths.Points => new { permit_id = permit, name = "V-1204" },
        Paths.GasReadings => new { permit_id = permit, gas = "o2", value = 20.9, unit = "%", taken_at = "2031-05-06T07:00:00Z" },
        _ => new { permit_id = permit },
    };

    private static async Task<(HttpStatusCode Status, string Body)> AnswerAsync(HttpClient client, HttpMethod method, string path, object? body)
    {
        using HttpResponseMessage answer = await client.SendAsync(method, path, body);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
