using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Athens.Ptw.Host.Accounts;

namespace Athens.Ptw.Host.Tests.Hosting;

public sealed class HostProcessTests
{
    private const string FreePort = "http://127.0.0.1:0";

    [Fact]
    public async Task Start_InDevelopment_ServesTheDemoUsersFromTheDefaultFile()
    {
        using var host = new HostProcess("--urls", FreePort, "--environment", "Development");
        using var client = new HttpClient { BaseAddress = await host.AddressAsync() };

        using HttpResponseMessage answer = await SignInAsync(client);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(File.Exists(host.File("ptw.db")));
    }

    [Fact]
    public async Task Start_OutsideDevelopment_LetsNoDemoUserOfAnOldFileIn()
    {
        using var folder = new ScratchFolder();
        string connection = $"Data Source={folder.File("site.db")}";
        using (var development = new HostProcess("--urls", FreePort, "--environment", "Development", "--ConnectionStrings:Ptw", connection))
            await development.AddressAsync();

        using var production = new HostProcess("--urls", FreePort, "--ConnectionStrings:Ptw", connection, "--Jwt:Key", new string('k', 32));
        using var client = new HttpClient { BaseAddress = await production.AddressAsync() };
        using HttpResponseMessage answer = await SignInAsync(client);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData("Jwt:Key is not set", "--urls", FreePort)]
    [InlineData("Jwt:Key has 5 bytes", "--Jwt:Key", "short")]
    [InlineData("Database:Provider is 'oracle'", "--Database:Provider", "oracle")]
    [InlineData("ConnectionStrings:Ptw is not set", "--Database:Provider", "postgres")]
    [InlineData("There is no such file", "--Catalogue:Path", "types.json")]
    public async Task Start_WithAConfigurationThatCannotBe_SaysWhatToSetAndEnds(string problem, string option, string value)
    {
        using var host = new HostProcess(option, value);

        (int exitCode, string error) = await host.EndAsync();

        Assert.Equal(1, exitCode);
        Assert.Contains(problem, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithACommandThatNobodyKnows_ListsTheCommands()
    {
        using var host = new HostProcess("dance");

        (int exitCode, string error) = await host.EndAsync();

        Assert.Equal(2, exitCode);
        Assert.Contains("'dance'", error, StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> SignInAsync(HttpClient client) =>
        client.PostAsJsonAsync("/api/v1/auth/token", new { username = "admin-north", password = DemoAccounts.Password });
}
