using Athens.Sync.Transport;
using Athens.Sync.Wire;

namespace Athens.Sync.IndexedDb.Browser;

/// <summary>Counts the calls of a page, so that a test sees which tab syncs.</summary>
internal sealed class CountingTransport(ISyncTransport inner) : ISyncTransport
{
    public int Calls { get; private set; }

    public Task<PushResponse> PushAsync(PushRequest request, CancellationToken cancellationToken = default)
    {
        Calls++;
        return inner.PushAsync(request, cancellationToken);
    }

    public Task<PullResponse> PullAsync(PullRequest request, CancellationToken cancellationToken = default) => PullAsync(request, _ => { }, cancellationToken);

    public Task<PullResponse> PullAsync(PullRequest request, Action<string> next, CancellationToken cancellationToken = default)
    {
        Calls++;
        return inner.PullAsync(request, next, cancellationToken);
    }
}
