using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Athens.Sync.Wire;

namespace Athens.Sync.Http;

/// <summary>Reads an answer of status 2xx, or finds that what answered is not the server.</summary>
internal static class AnswerReader
{
    /// <exception cref="SyncTransportException">
    /// It is not an answer of the protocol: <see cref="TransportFailure.NotTheServer"/>; or JSON, and too much of it:
    /// <see cref="TransportFailure.AnswerTooLarge"/>.
    /// </exception>
    public static async Task<TAnswer> ReadAsync<TAnswer>(HttpResponseMessage response, JsonTypeInfo<TAnswer> type, int bytesMax, CancellationToken cancellationToken)
        where TAnswer : class
    {
        if (!IsJson(response))
            throw NotTheServer($"The answer is {response.Content.Headers.ContentType?.MediaType ?? "of no type"}, not JSON.");
        using WireBuffer body = await AnswerBody.ReadAsync(response, bytesMax, cancellationToken).ConfigureAwait(false)
            ?? throw new SyncTransportException(TransportFailure.AnswerTooLarge, $"The answer is larger than {bytesMax} bytes.");
        try
        {
            return JsonSerializer.Deserialize(body.Written.Span, type) ?? throw NotTheServer("The answer is null.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw NotTheServer("The answer is not of the protocol.", exception);
        }
    }

    /// <summary>True when the answer says that it is JSON of some kind.</summary>
    public static bool IsJson(HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType is { } media
        && (media.Equals("application/json", StringComparison.OrdinalIgnoreCase) || media.EndsWith("+json", StringComparison.OrdinalIgnoreCase));

    private static SyncTransportException NotTheServer(string message, Exception? inner = null) => new(TransportFailure.NotTheServer, message, inner);
}
