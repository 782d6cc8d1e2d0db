using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Athens.Ptw.Host.Accounts;
using Athens.Ptw.Roles;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Athens.Ptw.Host.Tests.Hosting;

/// <summary>A token that is no good opens nothing. The endpoints are the host's own list, so that a new one cannot be forgotten.</summary>
public sealed class TokenOnEveryEndpointTests(PtwServer server) : IClassFixture<PtwServer>
{
    [Theory]
    [InlineData("none")]
    [InlineData("garbage")]
    [InlineData("expired")]
    [InlineData("not yet valid")]
    [InlineData("unsigned")]
    [InlineData("signed by another")]
    [InlineData("of another audience")]
    [InlineData("of another issuer")]
    public async Task AToken_ThatIsNoGood_IsTurnedAwayEverywhere_WithTheSameAnswer(string kind)
    {
        using HttpClient client = server.CreateClient();
        if (Token(kind) is { } token)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);

        var answers = new List<(string Endpoint, HttpStatusCode Status, string Body)>();
        foreach ((string method, string path) in Endpoints())
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = method == "GET" ? null : new StringContent("{}", Encoding.UTF8, "application/json") };
            using HttpResponseMessage answer = await client.SendAsync(request);
            answers.Add(($"{method} {path}", answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        }

        Assert.True(answers.Count >= 24, $"Only {answers.Count} endpoints were found.");
        Assert.All(answers, answer => Assert.Equal((answer.Endpoint, HttpStatusCode.Unauthorized), (answer.Endpoint, answer.Status)));
        Assert.Single(answers.Select(answer => answer.Body).Distinct());
    }

    [Fact]
    public async Task TheGoodTokenOfTheSameMaking_IsTaken()
    {
        using HttpClient client = server.CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token("good"));

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri(Paths.Pull, UriKind.Relative))).StatusCode);
    }

    private IEnumerable<(string Method, string Path)> Endpoints() => server.Services.GetRequiredService<EndpointDataSource>().Endpoints
        .OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null && !AppFiles.Has(endpoint))
        .SelectMany(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"], (endpoint, method) => (method, $"/{endpoint.RoutePattern.RawText!.TrimStart('/').Replace("{id}", "x", StringComparison.Ordinal)}"));

    private string? Token(string kind)
    {
        SymmetricSecurityKey mine = server.Services.GetRequiredService<JwtSettings>().Key;
        DateTime now = server.Clock.GetUtcNow().UtcDateTime;
        var good = new SecurityTokenDescriptor
        {
            Issuer = JwtSettings.Issuer,
            Audience = JwtSettings.Audience,
            IssuedAt = now.AddHours(-1),
            NotBefore = now.AddHours(-1),
            Expires = now.AddHours(1),
            SigningCredentials = new SigningCredentials(mine, SecurityAlgorithms.HmacSha256),
            Subject = new Actor("admin-north", Role.Admin, "north").ToIdentity(),
        };
        switch (kind)
        {
            case "none":
                return null;
            case "garbage":
                return "not.a.token";
            case "expired":
                good.Expires = now.AddMinutes(-5);
                break;
            case "not yet valid":
                good.NotBefore = now.AddMinutes(5);
                break;
            case "unsigned":
                good.SigningCredentials = null;
                break;
            case "signed by another":
                good.SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)), SecurityAlgorithms.HmacSha256);
                break;
            case "of another audience":
                good.Audience = "another-app";
                break;
            case "of another issuer":
                good.Issuer = "another-issuer";
                break;
        }
        return new JsonWebTokenHandler().CreateToken(good);
    }
}
