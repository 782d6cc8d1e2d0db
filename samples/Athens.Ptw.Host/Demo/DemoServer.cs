using System.Net.Http.Headers;
using System.Net.Http.Json;
using Athens.Ptw.Host.Accounts;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Athens.Ptw.Host.Demo;

/// <summary>The real host on a free port, over a database file of its own.</summary>
internal sealed class DemoServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private DemoServer(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.First());

    public IServiceProvider Services => app.Services;

    public static async Task<DemoServer> StartAsync(string databaseFile, TimeProvider clock)
    {
        WebApplication app = PtwHost.Build(
            [
                "--urls", "http://127.0.0.1:0",
                "--environment", Environments.Development,
                "--Database:Provider", "sqlite",
                "--ConnectionStrings:Ptw", databaseFile,
                "--Ptw:ExpireEvery", "00:00:00",
                "--Ptw:SeedSamples", "false",
                "--Logging:LogLevel:Default", "Warning",
            ],
            services => services.Replace(ServiceDescriptor.Singleton(clock)));
        await app.StartAsync();
        return new DemoServer(app);
    }

    /// <summary>A client that is signed in as one of the demo users.</summary>
    /// <param name="username">The user.</param>
    /// <param name="handler">What the client sends by.</param>
    /// <param name="path">What the client's requests are below.</param>
    public async Task<HttpClient> SignInAsync(string username, HttpMessageHandler handler, string path)
    {
        var client = new HttpClient(handler) { BaseAddress = new Uri(Address, path) };
        using HttpResponseMessage answer = await client.PostAsJsonAsync(new Uri(Address, "/api/v1/auth/token"), new { username, password = DemoAccounts.Password });
        answer.EnsureSuccessStatusCode();
        AccessToken? token = await answer.Content.ReadFromJsonAsync<AccessToken>();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token!.Value);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
