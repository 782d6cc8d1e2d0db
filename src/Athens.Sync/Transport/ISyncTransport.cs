using Athens.Sync.Wire;

namespace Athens.Sync.Transport;

/// <summary>Carries requests to the server. Keeps nothing, retries nothing, and may be called from many threads.</summary>
public interface ISyncTransport
{
    /// <summary>Sends a batch of changes.</summary>
    /// <exception cref="SyncTransportException">No answer of the protocol came; the batch may or may not have been taken in.</exception>
    /// <exception cref="ResyncRequiredException">The server's history is another one; nothing was applied.</exception>
    /// <exception cref="RegistrationRequiredException">The device's numbers go back; nothing was applied.</exception>
    Task<PushResponse> PushAsync(PushRequest request, CancellationToken cancellationToken = default);

    /// <summary>Asks for a page of the feed.</summary>
    /// <exception cref="SyncTransportException">No answer of the protocol came.</exception>
    /// <exception cref="ResyncRequiredException">The server does not continue from the checkpoint.</exception>
    Task<PullResponse> PullAsync(PullRequest request, CancellationToken cancellationToken = default);

    /// <summary>Asks for a page of the feed, and tells where the next begins as soon as that is known: it may be asked for while this one is still being read.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="next">
    /// Told the checkpoint at most once, from any thread, before the page is given, and only where the page says that more is waiting. A transport
    /// that knows it no earlier need not tell it.
    /// </param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="SyncTransportException">No answer of the protocol came.</exception>
    /// <exception cref="ResyncRequiredException">The server does not continue from the checkpoint.</exception>
    Task<PullResponse> PullAsync(PullRequest request, Action<string> next, CancellationToken cancellationToken = default) => PullAsync(request, cancellationToken);
}
