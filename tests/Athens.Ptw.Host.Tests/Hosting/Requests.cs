using System.Net.Http.Json;
using System.Text.Json;

namespace Athens.Ptw.Host.Tests.Hosting;

/// <summary>What tests say to the host over HTTP, and how they read its answers.</summary>
internal static class Requests
{
    /// <summary>All that a draft needs, as a new device would say it.</summary>
    public static Dictionary<string, object?> Draft(string title = "Weld the bracket") => new()
    {
        ["title"] = title,
        ["description"] = "Weld a pipe bracket to the platform",
        ["location"] = "Tank 4",
        ["permit_type"] = "hot_work",
        ["planned_start_time"] = "2031-05-06T08:00:00Z",
        ["planned_end_time"] = "2031-05-06T16:00:00Z",
    };

    public static Task<HttpResponseMessage> SendAsync(this HttpClient client, HttpMethod method, string path, object? body = null, string? ifMatch = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return client.SendAsync(request);
    }

    public static async Task<JsonElement> ReadAsync(this HttpClient client, HttpMethod method, string path, object? body = null)
    {
        using HttpResponseMessage answer = await client.SendAsync(method, path, body);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {(int)answer.StatusCode} {text}");
        return JsonElement.Parse(text);
    }

    public static Task<JsonElement> FetchAsync(this HttpClient client, string path) => client.ReadAsync(HttpMethod.Get, path);

    public static Task<JsonElement> AddAsync(this HttpClient client, string path, object body) => client.ReadAsync(HttpMethod.Post, path, body);

    public static Task<JsonElement> EditAsync(this HttpClient client, string path, object body) => client.ReadAsync(HttpMethod.Patch, path, body);

    /// <summary>Sends changes as the older clients do, and holds the answer to what is promised of each: one verdict a change, counted.</summary>
    public static async Task<JsonElement> PushAsync(this HttpClient client, string path, params object[] changes)
    {
        JsonElement answer = await client.AddAsync(path, new { device_id = "tablet-1", client_time = "2031-05-06T07:00:00Z", changes });
        int[] counts = [.. new[] { "applied", "conflicts", "rejected" }.Select(kind => answer.GetProperty(kind).GetArrayLength())];
        JsonElement summary = answer.GetProperty("summary");
        Assert.Equal(changes.Length, counts.Sum());
        Assert.Equal([changes.Length, .. counts], new[] { "total", "applied", "conflicts", "rejected" }.Select(name => summary.GetProperty(name).GetInt32()));
        return answer;
    }

    /// <summary>Sends one change by the older wire.</summary>
    /// <returns>Which kind of verdict it got, and the verdict.</returns>
    public static async Task<(string Kind, JsonElement Verdict)> SendChangeAsync(this HttpClient client, object change)
    {
        JsonElement answer = await client.PushAsync(Paths.OlderWire, change);
        string kind = new[] { "applied", "conflicts", "rejected" }.Single(name => answer.GetProperty(name).GetArrayLength() == 1);
        return (kind, answer.GetProperty(kind)[0]);
    }

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static int Number(this JsonElement element, string name) => element.GetProperty(name).GetInt32();

    public static string NewId() => Guid.NewGuid().ToString();
}
