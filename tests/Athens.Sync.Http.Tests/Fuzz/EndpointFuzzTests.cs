using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Athens.Sync.Http.Tests.Hosting;
using Athens.Sync.Tests.Wire;
using Microsoft.EntityFrameworkCore;
using Xunit.Abstractions;

namespace Athens.Sync.Http.Tests.Fuzz;

/// <summary>
/// Real requests of a real device, turned into what nobody would send. Whatever comes, the endpoints take it in or refuse it by name, never
/// fail, write nothing that they do not tell, and tell nothing of their insides. ATHENS_SYNC_FUZZ_REQUESTS asks for another number.
/// </summary>
/// <param name="output">Takes the run's report.</param>
/// <param name="requests">How many requests a run sends that is not told otherwise.</param>
public abstract class EndpointFuzzTests(ITestOutputHelper output, int requests)
{
    /// <summary>What a refused request allocates, at both ends together: so many times its length, decompressed, and so much anyway.</summary>
    private const int AllocatedPerByteMax = 64;

    private const int AllocatedAnyway = 4 << 20;

    /// <summary>What the database and the answer take for each change that is tried.</summary>
    private const int AllocatedPerChangeMax = 1 << 20;

    private readonly int requests = int.TryParse(Environment.GetEnvironmentVariable("ATHENS_SYNC_FUZZ_REQUESTS"), CultureInfo.InvariantCulture, out int asked) ? asked : requests;

    private readonly Dictionary<HttpStatusCode, int> statuses = [];
    private long dearest;

    [Fact]
    public async Task Requests_OfAnyKind_AreTakenInOrRefusedByName()
    {
        await using PlantHost host = await PlantHost.StartAsync(Use);
        Corpus corpus = await Corpus.RecordAsync(host);
        await HideAsync(host);
        using HttpClient ann = host.Client("ann");
        foreach ((string name, byte[] body) in HostileBodies.All)
        {
            await PushAsync(host, ann, body, null, name);
            await PushAsync(host, ann, body, "gzip", name);
        }
        for (int n = 0; n < requests; n++)
        {
            var random = new Random(n);
            if (random.Next(4) == 0)
                await PullAsync(host, ann, Query(corpus.Pulls[random.Next(corpus.Pulls.Count)], random), $"request {n}");
            else
                await PushAsync(host, ann, Push(corpus.Pushes[random.Next(corpus.Pushes.Count)], n, random), random.Next(10) == 0 ? "gzip" : null, $"request {n}");
        }
        output.WriteLine($"{statuses.Values.Sum()} requests: {string.Join(", ", statuses.OrderBy(s => s.Key).Select(s => $"{(int)s.Key}: {s.Value}"))}; at most {dearest} bytes were allocated for one.");
        Assert.InRange(statuses[HttpStatusCode.OK], requests / 5, requests);
    }

    protected abstract void Use(DbContextOptionsBuilder options);

    /// <summary>What is in another scope is told to nobody here.</summary>
    private static async Task HideAsync(PlantHost host)
    {
        using HttpClient other = host.Client("other");
        HttpResponseMessage response = await other.PostAsync("push", SyncHost.Json("""{"device_id":"o","changes":[{"entity":"plant","op":"create","offline_id":"o1","server_id":"hidden","data":{"title":"top secret"}}]}"""));
        Assert.Contains("\"applied\":1", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task PushAsync(PlantHost host, HttpClient ann, byte[] body, string? encoding, string name)
    {
        using var content = new ByteArrayContent(encoding is null ? body : Compressed(body));
        content.Headers.ContentType = new("application/json");
        if (encoding is not null)
            content.Headers.ContentEncoding.Add(encoding);
        await AnswerAsync(host, () => ann.PostAsync("push", content), body, $"{name}: {Encoding.Latin1.GetString(body, 0, Math.Min(body.Length, 4_000))}");
    }

    private Task PullAsync(PlantHost host, HttpClient ann, string query, string name) => AnswerAsync(host, () => ann.GetAsync($"pull?{query}"), null, $"{name}: {query}");

    private async Task AnswerAsync(PlantHost host, Func<Task<HttpResponseMessage>> send, byte[]? body, string what)
    {
        try
        {
            Footprint before = await host.FootprintAsync();
            long allocated = GC.GetTotalAllocatedBytes();
            using HttpResponseMessage response = await send();
            allocated = GC.GetTotalAllocatedBytes() - allocated;
            Footprint after = await host.FootprintAsync();
            statuses[response.StatusCode] = statuses.GetValueOrDefault(response.StatusCode) + 1;
            dearest = Math.Max(dearest, allocated);
            int tried = await CheckAsync(response, body, before, after);
            Assert.InRange(allocated, 0, AllocatedAnyway + ((long)AllocatedPerByteMax * (body?.Length ?? 0)) + ((long)AllocatedPerChangeMax * tried));
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"{what}\n{host.Failures}\n{exception.Message}", exception);
        }
    }

    /// <returns>How many changes were tried.</returns>
    private static async Task<int> CheckAsync(HttpResponseMessage response, byte[]? body, Footprint before, Footprint after)
    {
        string answer = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain("top secret", answer, StringComparison.Ordinal);
        if (response.StatusCode is not HttpStatusCode.OK)
        {
            Assert.InRange((int)(await Problem.ReadAsync(response)).Status, 400, 499);
            Assert.Equal(before, after);
            return 0;
        }
        Problem.AssertTellsNoInsides(answer);
        if (body is null)
        {
            Assert.Equal(before, after);
            return 0;
        }
        JsonElement summary = JsonElement.Parse(answer).GetProperty("summary");
        int total = summary.GetProperty("total").GetInt32();
        int applied = summary.GetProperty("applied").GetInt32();
        Assert.Equal(CountOf(body), total);
        Assert.Equal(total, applied + summary.GetProperty("conflicts").GetInt32() + summary.GetProperty("rejected").GetInt32());
        // A change takes one place in the feed at most, and an acknowledgement ends records.
        Assert.InRange(after.Written - before.Written, 0, applied);
        Assert.InRange(after.Records - before.Records, before.Records == 0 ? 0 : -before.Records, applied);
        Assert.InRange(after.Plants + after.Readings - before.Plants - before.Readings, -applied, applied);
        return total;
    }

    private static int CountOf(byte[] body)
    {
        ReadOnlySpan<byte> json = body.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? body.AsSpan(Encoding.UTF8.Preamble.Length) : body;
        return JsonElement.Parse(json).GetProperty("changes").GetArrayLength();
    }

    /// <summary>A push of another device, or of the same one again, and then anything.</summary>
    private static byte[] Push(byte[] body, int n, Random random)
    {
        JsonNode push = JsonNode.Parse(body)!;
        if (random.Next(4) > 0)
            push["device_id"] = $"f{n}";
        foreach (JsonNode? change in push["changes"]!.AsArray().Where(_ => random.Next(2) == 0))
            change!["offline_id"] = $"o{n}";
        byte[] renamed = JsonSerializer.SerializeToUtf8Bytes(push);
        return random.Next(3) == 0 ? Mutations.Of(renamed, random) : Mutations.OfValues(renamed, random);
    }

    /// <summary>A query with bytes of its values turned, and parts of it left out or doubled.</summary>
    private static string Query(string query, Random random)
    {
        List<string> parts = [.. query.Split('&')];
        int at = random.Next(parts.Count);
        string[] pair = Uri.UnescapeDataString(parts[at]).Split('=', 2);
        switch (random.Next(5))
        {
            case 0:
                parts.RemoveAt(at);
                break;
            case 1:
                parts.Add(parts[random.Next(parts.Count)]);
                break;
            case 2:
                parts.Add($"{Name(random)}={Escaped(Mutations.Of("x"u8.ToArray(), random))}");
                break;
            default:
                parts[at] = $"{pair[0]}={Escaped(Mutations.Of(Encoding.UTF8.GetBytes(pair[^1]), random))}";
                break;
        }
        return string.Join('&', parts);
    }

    private static string Name(Random random) => new[] { "scope", "checkpoint", "lane", "limit", "device_id", "other" }[random.Next(6)];

    /// <summary>Byte for byte, for the bytes need not be text.</summary>
    private static string Escaped(byte[] value) => string.Concat(value.Select(b => $"%{b:X2}"));

    private static byte[] Compressed(byte[] body)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
            gzip.Write(body);
        return compressed.ToArray();
    }
}
