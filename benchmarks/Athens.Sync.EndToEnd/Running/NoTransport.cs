using Athens.Sync.Transport;
using Athens.Sync.Wire;

namespace Athens.Sync.EndToEnd.Running;

/// <summary>For an engine that only edits.</summary>
public sealed class NoTransport : ISyncTransport
{
    public Task<PushResponse> PushAsync(PushRequest request, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<PullResponse> PullAsync(PullRequest request, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
