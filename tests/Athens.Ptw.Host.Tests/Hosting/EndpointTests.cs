using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Athens.Ptw.Host.Tests.Hosting;

public sealed class EndpointTests(PtwServer server) : IClassFixture<PtwServer>
{
    [Fact]
    public async Task Health_WithoutAToken_IsHealthy()
    {
        using HttpClient client = server.CreateClient();

        JsonElement body = await client.GetFromJsonAsync<JsonElement>("/health");

        Assert.Equal("Healthy", body.GetProperty("status").GetString());
    }

    [Fact]
    public async Task OpenApi_WithoutAToken_DescribesTheEndpoints()
    {
        using HttpClient client = server.CreateClient();

        JsonElement body = await client.GetFromJsonAsync<JsonElement>("/openapi/v1.json");

        JsonElement paths = body.GetProperty("paths");
        Assert.False(paths.GetProperty("/api/v1/auth/token").GetProperty("post").TryGetProperty("security", out _));
        Assert.True(paths.GetProperty("/api/v1/ptw/permit-types").GetProperty("get").GetProperty("security")[0].TryGetProperty("bearer", out _));
        Assert.Equal("http", body.GetProperty("components").GetProperty("securitySchemes").GetProperty("bearer").GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("permits", true)]
    [InlineData("isolation-points", true)]
    [InlineData("closeouts", true)]
    [InlineData("gas-readings", false)]
    [InlineData("permit-photos", false)]
    [InlineData("signatures", false)]
    public async Task OpenApi_DescribesEachCollection_WithTheVersionOfItsEntities(string collection, bool hasPatch)
    {
        using HttpClient client = server.CreateClient();

        JsonElement body = await client.GetFromJsonAsync<JsonElement>("/openapi/v1.json");

        JsonElement all = body.GetProperty("paths").GetProperty($"/api/v1/ptw/{collection}");
        JsonElement one = body.GetProperty("paths").GetProperty($"/api/v1/ptw/{collection}/{{id}}");
        Assert.True(all.TryGetProperty("get", out _));
        Assert.Equal(hasPatch, one.TryGetProperty("patch", out _));
        string schema = one.GetProperty("get").GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json").GetProperty("schema").GetProperty("$ref").GetString()!;
        JsonElement properties = body.GetProperty("components").GetProperty("schemas").GetProperty(schema.Split('/')[^1]).GetProperty("properties");
        Assert.True(properties.TryGetProperty("id", out _));
        Assert.Equal("int64", properties.GetProperty("version").GetProperty("format").GetString());
    }

    [Fact]
    public void TheAddress_UnlessAnotherIsGiven_IsTheOneThatOthersRelyOn()
    {
        using WebApplication host = PtwHost.Build(["--environment", "Development", "--ConnectionStrings:Ptw", "unused.db"]);

        Assert.Equal("http://127.0.0.1:5080", host.Configuration["urls"]);
    }

    [Fact]
    public async Task PermitTypes_OfASignedInUser_AreTheCatalogueInSnakeCase()
    {
        using HttpClient client = await server.ClientOfAsync("requester-north");

        JsonElement body = await client.GetFromJsonAsync<JsonElement>("/api/v1/ptw/permit-types/");

        JsonElement type = body.GetProperty("permit_types")[0];
        Assert.Equal("hot_work", type.GetProperty("code").GetString());
        Assert.Equal(8, type.GetProperty("max_duration_hours").GetInt32());
        Assert.Equal(19.5m, type.GetProperty("gas_limits")[0].GetProperty("at_least").GetDecimal());
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/html")]
    public async Task AnyError_WhateverTheCallerAccepts_IsProblemJson(string accept)
    {
        using HttpClient client = await server.ClientOfAsync("requester-north");
        client.DefaultRequestHeaders.Add("Accept", accept);

        await AssertProblemAsync(HttpStatusCode.NotFound, await client.GetAsync(new Uri("/nowhere", UriKind.Relative)));
        await AssertProblemAsync(HttpStatusCode.MethodNotAllowed, await client.DeleteAsync(new Uri("/api/v1/auth/token", UriKind.Relative)));
    }

    [Theory]
    [InlineData("{ \"username\": ", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("{ \"username\": 1 }", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("null", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("username=a", "application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType)]
    public async Task ABodyThatCannotBeRead_IsProblemJson(string body, string type, HttpStatusCode status)
    {
        using HttpClient client = server.CreateClient();
        using var content = new StringContent(body, Encoding.UTF8, type);

        await AssertProblemAsync(status, await client.PostAsync(new Uri("/api/v1/auth/token", UriKind.Relative), content));
    }

    [Fact]
    public async Task NoToken_IsProblemJson()
    {
        using HttpClient client = server.CreateClient();

        HttpResponseMessage answer = await client.GetAsync(new Uri("/api/v1/ptw/permit-types/", UriKind.Relative));

        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
        await AssertProblemAsync(HttpStatusCode.Unauthorized, answer);
    }

    [Fact]
    public void EveryEndpoint_ButTheFewThatMustBeOpen_AndTheAppsOwnPages_NeedsAToken()
    {
        IEnumerable<string?> open = server.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .OfType<RouteEndpoint>()
            .Where(endpoint => !AppFiles.Has(endpoint))
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAuthorizeData>() is null || endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(endpoint => endpoint.RoutePattern.RawText);

        Assert.Equal(
            ["/", "/api/v1/auth/session", "/api/v1/auth/session", "/api/v1/auth/token", "/dashboard/ptw/sync-conflicts", "/guide", "/health", "/openapi/{documentName}.json", "/permits/{*rest}", "/queue", "/side-by-side", "/sign-in"],
            open.Order(StringComparer.Ordinal));
    }

    private static async Task AssertProblemAsync(HttpStatusCode status, HttpResponseMessage answer)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        JsonElement problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
    }
}
