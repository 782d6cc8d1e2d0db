using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Athens.Sync.Browser.Tests.App;

/// <summary>Another user of the same project, who writes past the app: what a test needs of others costs no browser.</summary>
internal sealed class Colleague : IDisposable
{
    private readonly HttpClient http;

    private Colleague(HttpClient http) => this.http = http;

    public static async Task<Colleague> SignInAsync(string address, string user)
    {
        var http = new HttpClient { BaseAddress = new Uri(address) };
        using HttpResponseMessage answer = await http.PostAsJsonAsync("api/v1/auth/token", new { username = user, password = AppDevice.Password });
        string token = (await ReadAsync(answer)).GetProperty("access_token").GetString()!;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new Colleague(http);
    }

    /// <param name="permit">The permit's address within the app.</param>
    /// <param name="fields">What is set, by the names of the wire.</param>
    public Task<JsonElement> EditAsync(string permit, object fields) => SendAsync(HttpMethod.Patch, $"api/v1/ptw/{permit}/", fields);

    public Task<JsonElement> ReadAsync(string permit) => SendAsync(HttpMethod.Get, $"api/v1/ptw/{permit}/", null);

    /// <returns>How many entities of the collection belong to the permit.</returns>
    public async Task<int> CountAsync(string collection, string permit)
    {
        JsonElement page = await SendAsync(HttpMethod.Get, $"api/v1/ptw/{collection}/?permit_id={permit.Split('/')[1]}&limit=500", null);
        return page.GetArrayLength();
    }

    /// <returns>The permit's address within the app.</returns>
    public async Task<string> CreateAsync(object data)
    {
        JsonElement applied = await PushAsync(new { entity = "permit", op = "create", offline_id = $"{Guid.NewGuid()}", data });
        return $"permits/{applied.GetProperty("server_id").GetString()}";
    }

    public async Task DeleteAsync(string permit) => await PushAsync(new
    {
        entity = "permit",
        op = "delete",
        offline_id = $"delete-{permit}",
        server_id = permit.Split('/')[1],
        client_version = (await ReadAsync(permit)).GetProperty("version").GetInt64(),
        data = new { },
    });

    public void Dispose() => http.Dispose();

    private async Task<JsonElement> PushAsync(object change)
    {
        JsonElement answer = await SendAsync(HttpMethod.Post, "api/v1/ptw/sync-offline-data/", new { device_id = "colleague", changes = new[] { change } });
        return Assert.Single(answer.GetProperty("applied").EnumerateArray());
    }

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using HttpResponseMessage answer = await http.SendAsync(request);
        return await ReadAsync(answer);
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{answer.RequestMessage}: {(int)answer.StatusCode} {text}");
        return JsonElement.Parse(text);
    }
}
