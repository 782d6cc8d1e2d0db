using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Athens.Ptw.Host.Accounts;
using Athens.Ptw.Host.Tests.Hosting;
using Athens.Ptw.Roles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Athens.Ptw.Host.Tests.Accounts;

public sealed class TokenTests(PtwServer server) : IClassFixture<PtwServer>
{
    private static readonly Uri Guarded = new("/api/v1/ptw/permit-types/", UriKind.Relative);

    public static TheoryData<string, string> DemoUsers()
    {
        var users = new TheoryData<string, string>();
        foreach (string role in Role.OfUsers)
        {
            users.Add(role, "north");
            users.Add(role, "south");
        }

        return users;
    }

    [Theory]
    [MemberData(nameof(DemoUsers))]
    public async Task SignIn_EachDemoUser_GetsATokenOfItsRoleAndProject(string role, string project)
    {
        using HttpClient client = await server.ClientOfAsync($"{role}-{project}");
        var token = new JsonWebToken(client.DefaultRequestHeaders.Authorization!.Parameter);

        Assert.Equal($"{role}-{project}", token.Subject);
        Assert.Equal(role, token.GetClaim("role").Value);
        Assert.Equal(project, token.GetClaim("project").Value);
        Assert.Equal("HS256", token.Alg);
    }

    [Theory]
    [InlineData("requester-north", "ptw-Demo")]
    [InlineData("Requester-north", "ptw-demo")]
    [InlineData("nobody", "ptw-demo")]
    public async Task SignIn_WithWrongCredentials_Is401AndDoesNotTellWhichOfThemIsWrong(string username, string password)
    {
        using HttpResponseMessage answer = await server.SignInAsync(username, password);
        JsonElement problem = await answer.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("The user name or the password is wrong.", problem.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData(null, "ptw-demo", "username")]
    [InlineData("requester-north", "", "password")]
    public async Task SignIn_WithAFieldLeftOut_NamesIt(string? username, string? password, string field)
    {
        using HttpResponseMessage answer = await server.SignInAsync(username, password);
        JsonElement problem = await answer.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _));
    }

    [Fact]
    public async Task AToken_UntilTheEndOfTheShift_AndNotAfter()
    {
        using HttpClient client = await server.ClientOfAsync("verifier-south");

        server.Clock.Advance(JwtSettings.Lifetime - TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(Guarded)).StatusCode);
        server.Clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(Guarded)).StatusCode);
    }

    [Theory]
    [InlineData("key")]
    [InlineData("issuer")]
    [InlineData("audience")]
    public async Task AToken_OfAnotherMaker_IsRefused(string wrong)
    {
        using HttpClient client = await server.ClientOfAsync("requester-north");
        client.DefaultRequestHeaders.Authorization = new("Bearer", Forged(wrong));

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(Guarded)).StatusCode);
    }

    private string Forged(string wrong)
    {
        DateTime now = server.Clock.GetUtcNow().UtcDateTime;
        SecurityKey key = wrong == "key"
            ? new SymmetricSecurityKey(Encoding.UTF8.GetBytes(new string('x', 32)))
            : server.Services.GetRequiredService<JwtSettings>().Key;
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = wrong == "issuer" ? "someone" : JwtSettings.Issuer,
            Audience = wrong == "audience" ? "someone" : JwtSettings.Audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now.AddHours(1),
            SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.HmacSha256),
        });
    }
}
