using System.IO.Compression;

namespace Athens.Sync.Http;

/// <summary>Undoes the compression of an answer. A browser does that by itself, and still shows the header.</summary>
internal static class AnswerEncoding
{
    /// <summary>The encodings to offer to the server.</summary>
    public static string[] Accepted => OperatingSystem.IsBrowser() ? [] : ["br", "gzip"];

    /// <exception cref="SyncTransportException">The answer is in an encoding that nobody asked for.</exception>
    public static Stream Decode(Stream body, ICollection<string> encodings)
    {
        if (OperatingSystem.IsBrowser())
            return body;
        foreach (string encoding in encodings.Reverse())
            body = Decode(body, encoding);
        return body;
    }

    private static Stream Decode(Stream body, string encoding) => encoding.ToLowerInvariant() switch
    {
        "identity" => body,
        "gzip" or "x-gzip" => new GZipStream(body, CompressionMode.Decompress),
        "br" when !OperatingSystem.IsBrowser() => new BrotliStream(body, CompressionMode.Decompress),
        _ => throw new SyncTransportException(TransportFailure.NotTheServer, "The answer is in an encoding that was not asked for."),
    };
}
