using System.Globalization;
using System.Text;
using System.Text.Json;
using Athens.Sync.Wire;
using Xunit.Abstractions;

namespace Athens.Sync.Tests.Wire;

/// <summary>Whatever arrives, a push is either refused by name or every element of it is accounted for. ATHENS_SYNC_FUZZ_MUTATIONS asks for another number.</summary>
public sealed class PushRequestFuzzTests(ITestOutputHelper output)
{
    /// <summary>A body costs no more than so many times its length to read or to refuse, and what an exception costs.</summary>
    private const int AllocatedPerByteMax = 50;

    private const int AllocatedAnyway = 20 << 10;

    private static readonly string[] Seeds =
    [
        """{"device_id":"d1","client_time":"2026-03-01T08:00:00Z","scope":"north","epoch":"e1","schema_version":3,"generation":"g1","acknowledged":41,"resolutions":[{"offline_id":"o0","entity":"permit","server_id":"p0","resolution":"use_server","at":"2026-03-01T07:00:00Z"}],"changes":[{"entity":"permit","op":"update","offline_id":"o1","number":42,"server_id":"p1","client_version":5,"data":{"title":"New","list":["a",1,{"k":true}]},"base":{"title":"Old"},"changed_at":"2026-03-01T09:30:00+02:00","resolves":{"offline_id":"o0","resolution":"keep_mine"}}]}""",
        """{"device_id":"d1","changes":[{"entity":"permit","op":"create","offline_id":"o1","data":{"title":"é \ud83d\ude00 \u0041"}},{"entity":"point","op":"delete","offline_id":"o2","server_id":7,"client_version":1},{"entity":"photo","op":"append","offline_id":"o3","data":{"n":1e400}}]}""",
        """{"device_id":"d1","changes":[7,null,{},{"entity":"permit","op":"shrug","offline_id":"o1"}]}""",
    ];

    private static readonly int Count = int.Parse(Environment.GetEnvironmentVariable("ATHENS_SYNC_FUZZ_MUTATIONS") ?? "2000000", CultureInfo.InvariantCulture);

    [Fact]
    public void AnyBody_IsRefusedByNameOrAccountedForInFull()
    {
        byte[][] seeds = [.. Seeds.Select(Encoding.UTF8.GetBytes)];
        int read = 0;
        long dearest = 0;
        for (int n = 0; n < Count; n++)
        {
            byte[] body = Mutations.Of(seeds[n % seeds.Length], new Random(n));
            try
            {
                dearest = Math.Max(dearest, AllocatedFor(body));
                read += IsAccountedFor(body) ? 1 : 0;
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Mutation {n}: {Encoding.Latin1.GetString(body)}", exception);
            }
        }
        output.WriteLine($"{Count} mutations, {read} of them read; at most {dearest} bytes were allocated for one.");
        Assert.InRange(read, Count / 20, Count);
    }

    [Fact]
    public void HostileBody_IsRefusedByNameOrAccountedForInFull_AndBoundsWhatItCosts() => Assert.All(HostileBodies.All, body =>
    {
        long allocated = AllocatedFor(body.Value);
        output.WriteLine($"{body.Key}: {body.Value.Length} bytes, {(IsAccountedFor(body.Value) ? "read" : "refused")}; {allocated} were allocated.");
    });

    /// <summary>How many bytes reading a body allocates, which is bounded by its length.</summary>
    private static long AllocatedFor(byte[] body)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            PushRequestReader.Read(body, SyncLimits.Default);
        }
        catch (WireException)
        {
            // What a refusal costs counts too.
        }
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(allocated, 0, AllocatedAnyway + ((long)AllocatedPerByteMax * body.Length));
        return allocated;
    }

    /// <returns>True when it was read, false when it was refused by name.</returns>
    private static bool IsAccountedFor(byte[] body)
    {
        PushRequest request;
        try
        {
            request = PushRequestReader.Read(body, SyncLimits.Default);
        }
        catch (WireException exception)
        {
            Assert.NotEmpty(exception.Message);
            return false;
        }
        Assert.Equal(CountOf(body), request.Changes.Count + request.Malformed.Count);
        AssertReadable(request);
        return true;
    }

    private static int CountOf(byte[] body)
    {
        ReadOnlySpan<byte> json = body.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? body.AsSpan(Encoding.UTF8.Preamble.Length) : body;
        return JsonElement.Parse(json).GetProperty("changes").GetArrayLength();
    }

    /// <summary>What was read can be sent, and what is sent can be read.</summary>
    private static void AssertReadable(PushRequest request)
    {
        byte[] sent = JsonSerializer.SerializeToUtf8Bytes(request, WireJson.Instance.PushRequest);
        PushRequest again = PushRequestReader.Read(sent, SyncLimits.Default);
        Assert.Empty(again.Malformed);
        Assert.Equal(request.Changes.Select(c => c.OfflineId), again.Changes.Select(c => c.OfflineId));
        JsonSerializer.SerializeToUtf8Bytes(PushResponse.Of(request.Malformed, null), WireJson.Instance.PushResponse);
    }
}
