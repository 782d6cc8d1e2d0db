using System.Diagnostics;
using System.Net.Http.Json;
using Athens.Sync.EndToEnd.Permits;

namespace Athens.Sync.EndToEnd.Raw;

/// <summary>Kestrel with a typed endpoint and nothing behind it.</summary>
public static class RawKestrel
{
    /// <summary>Entities a second that arrive, in batches one after the other.</summary>
    public static async Task<double> PostAsync(HttpClient server, int count)
    {
        ArgumentNullException.ThrowIfNull(server);
        List<List<Permit>> batches = RawJson.Batches("kestrel", count);
        long begun = Stopwatch.GetTimestamp();
        foreach (List<Permit> batch in batches)
        {
            using HttpResponseMessage answer = await server.PostAsJsonAsync(new Uri("bench/echo", UriKind.Relative), batch, PermitJson.Default.ListPermit);
            answer.EnsureSuccessStatusCode();
        }
        return count / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }
}
