using System.IO.Compression;
using System.Text;
using Athens.Sync.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Athens.Sync.AspNetCore;

/// <summary>Reads a push's body: JSON in UTF-8, plain or compressed, and no more of it than the limits allow.</summary>
internal static class RequestBody
{
    /// <summary>Reads the body, decompressed.</summary>
    /// <returns>Null, or the answer that refuses it.</returns>
    public static async Task<IResult?> ReadAsync(HttpContext http, WireBuffer buffer, SyncLimits limits)
    {
        HttpRequest request = http.Request;
        if (!IsJson(request))
            return SyncProblems.UnsupportedMediaType("The body must be application/json in UTF-8.");
        if (Decoder(request) is not { } decode)
            return UnsupportedEncoding(http);
        if (request.ContentLength > limits.BodyBytesMax)
            return SyncProblems.TooLarge($"The body is larger than {limits.BodyBytesMax} bytes.");
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = limits.BodyBytesMax;
        try
        {
            Stream body = decode(request.Body);
            await using (body.ConfigureAwait(false))
            {
                return await buffer.ReadAsync(body, limits.DecompressedBytesMax, http.RequestAborted).ConfigureAwait(false)
                    ? null
                    : SyncProblems.TooLarge($"The body is larger than {limits.DecompressedBytesMax} bytes after decompression.");
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException)
        {
            return SyncProblems.Malformed("The body cannot be decompressed.");
        }
    }

    private static bool IsJson(HttpRequest request) =>
        request.HasJsonContentType()
        && MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
        && (!type.Charset.HasValue || Encoding.UTF8.WebName.Equals(HeaderUtilities.RemoveQuotes(type.Charset).Value, StringComparison.OrdinalIgnoreCase));

    /// <summary>What undoes the request's encoding; null for one that is not taken. The host may have undone it already.</summary>
    private static Func<Stream, Stream>? Decoder(HttpRequest request) => request.Headers.ContentEncoding.ToString().ToLowerInvariant() switch
    {
        "" or "identity" => body => body,
        "gzip" or "x-gzip" => body => new GZipStream(body, CompressionMode.Decompress),
        "br" => body => new BrotliStream(body, CompressionMode.Decompress),
        _ => null,
    };

    private static ProblemHttpResult UnsupportedEncoding(HttpContext http)
    {
        http.Response.Headers.AcceptEncoding = "gzip, br";
        return SyncProblems.UnsupportedMediaType("The body must be plain, or encoded with gzip or br.");
    }
}
