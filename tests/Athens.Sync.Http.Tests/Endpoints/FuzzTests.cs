using System.Net;
using System.Text;
using Athens.Sync.Http.Tests.Hosting;

namespace Athens.Sync.Http.Tests.Endpoints;

/// <summary>Whatever is sent, the endpoints answer it: taken in, or refused by name; never with a failure of their own.</summary>
public sealed class FuzzTests
{
    private const int Requests = 2_000;

    private static readonly string[] Seeds =
    [
        """{"device_id":"d1","epoch":null,"changes":[{"entity":"note","op":"create","offline_id":"o1","server_id":"n1","data":{"title":"x","level":1.5,"tags":["a","b"]},"changed_at":"2026-03-01T08:00:00Z"}]}""",
        """{"device_id":"d1","changes":[{"entity":"note","op":"update","offline_id":"o2","server_id":"n1","client_version":1,"data":{"title":"y"},"base":{"title":"x"}},{"entity":"note","op":"delete","offline_id":"o3","server_id":"n1","client_version":1}]}""",
        """{"device_id":"d1","resolutions":[{"offline_id":"o1","entity":"note","server_id":"n1","resolution":"discard"}],"changes":[{"entity":"note","op":"append","offline_id":"o4","data":{}}]}""",
    ];

    private static readonly string[] Pieces = ["null", "{}", "[]", "1e400", "-1", "\"\"", "\"\\ud800\"", "\"\\u0000\"", "\"n1\"", "\"create\"", "\"delete\"", "\"note\"", "9223372036854775807", "true", "\"north\"", "\"south\"", "NaN", "[[[[[[[[[[[[[[[[[["];

    [Fact]
    public async Task Push_MutatedInAnyWay_IsAnsweredOrRefusedByName()
    {
        await using SyncHost host = await SyncHost.StartAsync();
        using HttpClient ann = host.Ann;
        var random = new Random(20260301);
        int taken = 0;
        for (int i = 0; i < Requests; i++)
        {
            string body = Mutate(random, Seeds[random.Next(Seeds.Length)]);
            using var content = new ByteArrayContent(Encoding.Latin1.GetBytes(body));
            content.Headers.ContentType = new("application/json");
            HttpResponseMessage response = await ann.PostAsync("/sync/push", content);
            if (response.StatusCode is HttpStatusCode.OK)
                taken++;
            else
                Assert.True((await Problem.ReadAsync(response)).Status < HttpStatusCode.InternalServerError, body);
        }
        Assert.InRange(taken, Requests / 10, Requests);
    }

    [Fact]
    public async Task Pull_WithAnyQuery_IsAnsweredOrRefusedByName()
    {
        await using SyncHost host = await SyncHost.StartAsync();
        using HttpClient ann = host.Ann;
        var random = new Random(20260302);
        for (int i = 0; i < Requests / 4; i++)
        {
            string query = string.Join('&', Enumerable.Range(0, random.Next(5)).Select(_ => $"{Pick(random, "scope", "checkpoint", "lane", "limit", "x")}={Uri.EscapeDataString(Pick(random, "north", "default", "critical", "1", "-1", "", "\0", "e30", "eyJlIjoiYSJ9", "%", new string('x', 1000)))}"));
            HttpResponseMessage response = await ann.GetAsync($"/sync/pull?{query}");
            if (response.StatusCode is not HttpStatusCode.OK)
                Assert.True((await Problem.ReadAsync(response)).Status < HttpStatusCode.InternalServerError, query);
        }
    }

    /// <summary>Puts pieces in the place of values, or anywhere, or turns a byte into another.</summary>
    private static string Mutate(Random random, string body)
    {
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            int at = random.Next(body.Length);
            int colon = body.IndexOf(':', at);
            int end = colon < 0 ? -1 : body.AsSpan(colon).IndexOfAny(',', '}', ']');
            body = random.Next(6) switch
            {
                0 => body[..at] + Pick(random, Pieces) + body[at..],
                1 => body[..at] + (char)random.Next(256) + body[(at + 1)..],
                _ when end > 0 => body[..(colon + 1)] + Pick(random, Pieces) + body[(colon + end)..],
                _ => body,
            };
        }
        return body;
    }

    private static string Pick(Random random, params string[] choices) => choices[random.Next(choices.Length)];
}
