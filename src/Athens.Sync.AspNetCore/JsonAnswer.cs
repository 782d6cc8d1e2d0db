using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Athens.Sync.AspNetCore;

/// <summary>An answer of the protocol. It is sent while it is written, and compressed where that is worth it and the client takes it.</summary>
internal sealed class JsonAnswer<T>(T value, JsonTypeInfo<T> type, bool isWorthCompressing) : IResult
{
    private const string Gzip = "gzip";

    /// <summary>Nearly as small as the default level makes it, for half of the processor's time.</summary>
    private static readonly ZLibCompressionOptions Compression = new() { CompressionLevel = 2 };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        HttpResponse response = httpContext.Response;
        response.ContentType = "application/json; charset=utf-8";
        if (!isWorthCompressing)
        {
            await JsonSerializer.SerializeAsync(response.BodyWriter, value, type, httpContext.RequestAborted).ConfigureAwait(false);
            return;
        }
        response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        if (Takes(httpContext.Request.Headers.AcceptEncoding))
            await CompressAsync(response, httpContext.RequestAborted).ConfigureAwait(false);
        else
            await JsonSerializer.SerializeAsync(response.BodyWriter, value, type, httpContext.RequestAborted).ConfigureAwait(false);
    }

    private async Task CompressAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        response.Headers.ContentEncoding = Gzip;
        var gzip = new GZipStream(response.Body, Compression, leaveOpen: true);
        await using (gzip.ConfigureAwait(false))
            await JsonSerializer.SerializeAsync(gzip, value, type, cancellationToken).ConfigureAwait(false);
    }

    private static bool Takes(StringValues accepted) =>
        StringWithQualityHeaderValue.TryParseList(accepted, out IList<StringWithQualityHeaderValue>? encodings)
        && encodings.Any(encoding => encoding.Value.Equals(Gzip, StringComparison.OrdinalIgnoreCase) && encoding.Quality is null or > 0);
}
