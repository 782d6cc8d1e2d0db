using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Athens.Ptw.Host.Accounts;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Athens.Ptw.Host.Tests.Hosting;

/// <summary>The host behind real Kestrel on a free port, with a database of its own and a clock that a test moves.</summary>
public class PtwServer : WebApplicationFactory<Program>
{
    private readonly ScratchFolder folder = new();

    public PtwServer() => UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2031, 5, 6, 7, 8, 9, TimeSpan.Zero));

    public async Task<HttpResponseMessage> SignInAsync(string? username, string? password)
    {
        using HttpClient client = CreateClient();
        return await client.PostAsJsonAsync("/api/v1/auth/token", new { username, password });
    }

    /// <summary>A client that sends the token of a demo user.</summary>
    public async Task<HttpClient> ClientOfAsync(string username)
    {
        using HttpResponseMessage answer = await SignInAsync(username, DemoAccounts.Password);
        answer.EnsureSuccessStatusCode();
        JsonElement body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        HttpClient client = CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", body.GetProperty("access_token").GetString());
        return client;
    }

    protected virtual string Provider => "sqlite";

    protected virtual string ConnectionString => $"Data Source={folder.File("ptw.db")}";

    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder
        .UseEnvironment("Development")
        .UseSetting("Database:Provider", Provider)
        .UseSetting("ConnectionStrings:Ptw", ConnectionString)
        .UseSetting("Ptw:ExpireEvery", "00:00:00")
        .UseSetting("Ptw:RequestsPerMinute", "1000000")
        .ConfigureTestServices(services => services.AddSingleton<TimeProvider>(Clock));

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            folder.Dispose();
    }
}
