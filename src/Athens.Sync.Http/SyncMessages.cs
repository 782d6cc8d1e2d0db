using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text.Json;
using Athens.Sync.Wire;

namespace Athens.Sync.Http;

/// <summary>Makes the requests.</summary>
internal static class SyncMessages
{
    /// <summary>Nearly as small as the default level makes it, for half of the processor's time.</summary>
    private static readonly ZLibCompressionOptions Compression = new() { CompressionLevel = 2 };

    /// <exception cref="SyncTransportException">The batch is larger than the server takes: <see cref="TransportFailure.Refused"/>.</exception>
    public static HttpRequestMessage Push(Uri server, PushRequest request, HttpSyncOptions options)
    {
        using WireBuffer json = Write(request);
        bool compress = options.CompressFromBytes is { } from && json.Length >= from;
        ReadOnlyMemory<byte> body = compress ? Compress(json.Written.Span) : json.Written.ToArray();
        if (json.Length > options.Limits.DecompressedBytesMax || body.Length > options.Limits.BodyBytesMax)
            throw new SyncTransportException(TransportFailure.Refused, $"The batch is too large to be sent: {json.Length} bytes, {body.Length} as sent.");
        var content = new ReadOnlyMemoryContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (compress)
            content.Headers.ContentEncoding.Add("gzip");
        return Message(HttpMethod.Post, Below(server, "push"), content);
    }

    public static HttpRequestMessage Pull(Uri server, PullRequest request)
    {
        (string Name, string? Value)[] parameters =
        [
            ("device_id", request.DeviceId),
            ("scope", request.Scope),
            ("lane", request.Lane),
            ("checkpoint", request.Checkpoint),
            ("limit", request.Limit?.ToString(CultureInfo.InvariantCulture)),
        ];
        IEnumerable<string> query = parameters.Where(p => p.Value is not null).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}");
        return Message(HttpMethod.Get, Below(server, $"pull?{string.Join('&', query)}"), null);
    }

    private static HttpRequestMessage Message(HttpMethod method, Uri address, HttpContent? content)
    {
        var message = new HttpRequestMessage(method, address) { Content = content };
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/problem+json"));
        foreach (string encoding in AnswerEncoding.Accepted)
            message.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue(encoding));
        return message;
    }

    /// <summary>The address below the server's, whether that was given with a slash at its end or not.</summary>
    private static Uri Below(Uri server, string relative)
    {
        string root = server.GetLeftPart(UriPartial.Path);
        return new Uri(new Uri(root.EndsWith('/') ? root : root + "/"), relative);
    }

    private static WireBuffer Write(PushRequest request)
    {
        var json = new WireBuffer();
        using var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Encoder = WireJson.Instance.Options.Encoder });
        JsonSerializer.Serialize(writer, request, WireJson.Instance.PushRequest);
        return json;
    }

    private static ReadOnlyMemory<byte> Compress(ReadOnlySpan<byte> json)
    {
        var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, Compression, leaveOpen: true))
            gzip.Write(json);
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }
}
