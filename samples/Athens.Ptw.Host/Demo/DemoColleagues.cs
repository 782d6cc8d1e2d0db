using System.Net.Http.Json;

namespace Athens.Ptw.Host.Demo;

/// <summary>Those who work on the server itself, by plain HTTP: no device, no queue.</summary>
internal sealed class DemoColleagues(DemoServer server)
{
    public const string Isolator = "isolator";
    public const string Verifier = "verifier";
    public const string Approver = "approver";

    public Task PatchPermitAsync(string role, string id, object fields) => PatchAsync(role, $"permits/{id}/", fields);

    public Task PatchPointAsync(string role, string id, object fields) => PatchAsync(role, $"isolation-points/{id}/", fields);

    private async Task PatchAsync(string role, string path, object fields)
    {
        using HttpClient client = await server.SignInAsync($"{role}-north", new SocketsHttpHandler(), "/api/v1/ptw/");
        using HttpResponseMessage answer = await client.PatchAsJsonAsync(path, fields);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"The {role} was answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }
}
