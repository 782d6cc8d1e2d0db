using Athens.Sync.Wire;

namespace Athens.Sync.Http;

/// <summary>Reads an answer's body, decompressed, and no more of it than allowed.</summary>
internal static class AnswerBody
{
    /// <summary>The body, to be disposed of; or null when it is longer than allowed.</summary>
    /// <exception cref="SyncTransportException">It cannot be decompressed: <see cref="TransportFailure.NotTheServer"/>.</exception>
    public static async Task<WireBuffer?> ReadAsync(HttpResponseMessage response, int bytesMax, CancellationToken cancellationToken)
    {
        Stream raw = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        Stream body = AnswerEncoding.Decode(raw, response.Content.Headers.ContentEncoding);
        await using (body.ConfigureAwait(false))
        {
            try
            {
                return await ReadAsync(body, bytesMax, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException)
            {
                throw new SyncTransportException(TransportFailure.NotTheServer, "The answer cannot be decompressed.", exception);
            }
        }
    }

    private static async Task<WireBuffer?> ReadAsync(Stream body, int bytesMax, CancellationToken cancellationToken)
    {
        var read = new WireBuffer();
        try
        {
            if (await read.ReadAsync(body, bytesMax, cancellationToken).ConfigureAwait(false))
                return read;
        }
        catch
        {
            read.Dispose();
            throw;
        }
        read.Dispose();
        return null;
    }
}
