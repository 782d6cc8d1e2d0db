using System.Text;
using System.Text.Json;
using Athens.Sync.Wire;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Athens.Sync.Tests.Wire;

/// <summary>Whatever arrives, a push is either refused by name or every element of it is accounted for.</summary>
public sealed class PushRequestFuzzTests
{
    private static readonly string[] Seeds =
    [
        """{"device_id":"d1","client_time":"2026-03-01T08:00:00Z","scope":"north","epoch":"e1","schema_version":3,"generation":"g1","acknowledged":41,"resolutions":[{"offline_id":"o0","entity":"permit","server_id":"p0","resolution":"use_server","at":"2026-03-01T07:00:00Z"}],"changes":[{"entity":"permit","op":"update","offline_id":"o1","number":42,"server_id":"p1","client_version":5,"data":{"title":"New","list":["a",1,{"k":true}]},"base":{"title":"Old"},"changed_at":"2026-03-01T09:30:00+02:00","resolves":{"offline_id":"o0","resolution":"keep_mine"}}]}""",
        """{"device_id":"d1","changes":[{"entity":"permit","op":"create","offline_id":"o1","data":{"title":"é \ud83d\ude00 \u0041"}},{"entity":"point","op":"delete","offline_id":"o2","server_id":7,"client_version":1},{"entity":"photo","op":"append","offline_id":"o3","data":{"n":1e400}}]}""",
        """{"device_id":"d1","changes":[7,null,{},{"entity":"permit","op":"shrug","offline_id":"o1"}]}""",
    ];

    /// <summary>Pieces that a mutation puts in: each is trouble somewhere.</summary>
    private static readonly byte[][] Pieces =
    [
        .. new[] { "NaN", "-Infinity", "1e400", "-0", "\"\\ud800\"", "\\ud800", "\\u0000", "null", "{}", "[]", "[[[[[[[[[[[[[[[[[[", "{\"a\":1,\"a\":2}", ",", ":", "\"", "}", "]", "{\"", "//", "9999999999999999999", "\"device_id\"", "\"changes\":[]," }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0x00], [0xEF, 0xBB, 0xBF],
    ];

    private static readonly Gen<byte[]> Bodies =
        from seed in Gen.Elements(Seeds)
        from mutations in Gen.Choose(0, 6).SelectMany(count => Gen.ArrayOf(Mutations(), count))
        select mutations.Aggregate(Encoding.UTF8.GetBytes(seed), Apply);

    [Property(MaxTest = 20_000)]
    public Property AnyBody_IsRefusedByNameOrAccountedForInFull() => Prop.ForAll(Bodies.ToArbitrary(), IsAccountedFor);

    private static bool IsAccountedFor(byte[] body)
    {
        PushRequest request;
        try
        {
            request = PushRequestReader.Read(body, SyncLimits.Default);
        }
        catch (WireException exception)
        {
            return exception.Message.Length > 0;
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

    private static Gen<(int Kind, int At, int Length, int Piece)> Mutations() =>
        from kind in Gen.Choose(0, 9)
        from at in Gen.Choose(0, int.MaxValue)
        from length in Gen.Choose(1, 12)
        from piece in Gen.Choose(0, Pieces.Length - 1)
        select (kind, at, length, piece);

    private static byte[] Apply(byte[] body, (int Kind, int At, int Length, int Piece) mutation)
    {
        int at = mutation.At % (body.Length + 1);
        int end = Math.Min(at + mutation.Length, body.Length);
        return mutation.Kind switch
        {
            0 => [.. body[..at], .. body[end..]],
            1 => [.. body[..at], .. Pieces[mutation.Piece], .. body[at..]],
            2 => [.. body[..at], .. Pieces[mutation.Piece], .. body[end..]],
            3 => [.. body[..end], .. body[at..]],
            >= 5 => ReplaceValue(body, mutation.At, Pieces[mutation.Piece]),
            _ => [.. body[..at], .. body[at..end].Select(b => (byte)(b ^ (1 << (mutation.Piece % 8)))), .. body[end..]],
        };
    }

    /// <summary>Puts a piece in the place of one whole JSON value, so that the rest stays JSON.</summary>
    private static byte[] ReplaceValue(byte[] body, int which, byte[] piece)
    {
        List<Range> values = Values(body);
        if (values.Count == 0)
            return body;
        Range value = values[which % values.Count];
        return [.. body[..value.Start], .. piece, .. body[value.End..]];
    }

    private static List<Range> Values(byte[] body)
    {
        var values = new List<Range>();
        var starts = new Stack<int>();
        var reader = new Utf8JsonReader(body);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                    starts.Push((int)reader.TokenStartIndex);
                else if (reader.TokenType is not JsonTokenType.PropertyName)
                    values.Add((reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray ? starts.Pop() : (int)reader.TokenStartIndex)..(int)reader.BytesConsumed);
            }
        }
        catch (JsonException)
        {
            // What comes before the break can still be replaced.
        }
        return values;
    }
}
