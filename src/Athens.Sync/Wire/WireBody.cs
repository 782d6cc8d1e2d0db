using System.Text.Json;

namespace Athens.Sync.Wire;

/// <summary>Parses what was sent as JSON, and names what is wrong where it is not.</summary>
internal static class WireBody
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The one JSON value that the bytes hold, without duplicate keys and not too deep.</summary>
    /// <exception cref="WireException">They do not.</exception>
    public static JsonElement Parse(ReadOnlySpan<byte> body, SyncLimits limits)
    {
        if (body.Length > limits.DecompressedBytesMax)
            throw new WireException($"The body is larger than {limits.DecompressedBytesMax} bytes.");
        if (body.StartsWith(ByteOrderMark))
            body = body[ByteOrderMark.Length..];
        try
        {
            return JsonElement.Parse(body, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = limits.DepthMax });
        }
        catch (JsonException exception)
        {
            throw new WireException(BodyFault.Describe(body, limits) ?? "The body is not JSON.", exception);
        }
        catch (InvalidOperationException exception)
        {
            throw new WireException("The body has a key that is not valid text: it holds an unpaired surrogate.", exception);
        }
    }
}
