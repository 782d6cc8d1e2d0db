namespace Athens.Sync.EndToEnd.Running;

/// <summary>Counts the bytes of bodies as they travel.</summary>
public sealed class WireMeter : DelegatingHandler
{
    public long Sent { get; private set; }

    public long Received { get; private set; }

    public int Requests { get; private set; }

    public void Reset() => (Sent, Received, Requests) = (0, 0, 0);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        Requests++;
        Sent += request.Content is { } body ? (await body.ReadAsByteArrayAsync(cancellationToken)).Length : 0;
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        Received += (await response.Content.ReadAsByteArrayAsync(cancellationToken)).Length;
        return response;
    }
}
