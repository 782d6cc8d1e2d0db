using System.Diagnostics;
using System.Text.Json;
using Athens.Sync.EndToEnd.Permits;

namespace Athens.Sync.EndToEnd.Raw;

/// <summary>System.Text.Json with nothing around it: typed, by generated code.</summary>
public static class RawJson
{
    private const int Batch = 500;

    /// <summary>Entities a second that are written and read again, in batches.</summary>
    public static double WriteAndRead(int count)
    {
        List<List<Permit>> batches = Batches("json", count);
        long begun = Stopwatch.GetTimestamp();
        int read = batches.Sum(batch => JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(batch, PermitJson.Default.ListPermit), PermitJson.Default.ListPermit)!.Count);
        return read / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    public static List<List<Permit>> Batches(string scope, int count) =>
        [.. Enumerable.Range(0, count).Select(n => PermitMaker.Make(scope, n)).Chunk(Batch).Select(batch => batch.ToList())];

    /// <summary>Bytes of one permit, on the average.</summary>
    public static double BytesOf(int count) => Enumerable.Range(0, count).Average(n => JsonSerializer.SerializeToUtf8Bytes(PermitMaker.Make("json", n), PermitJson.Default.Permit).Length);
}
