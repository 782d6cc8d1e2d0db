using Athens.Sync.Transport;
using Athens.Sync.Wire;

namespace Athens.Sync.EntityFrameworkCore.Tests.Device.Own;

/// <summary>Calls the server that there is at the moment: a test may put another in its place.</summary>
internal sealed class PresentServer(Func<ISyncTransport> present) : ISyncTransport
{
    public Task<PushResponse> PushAsync(PushRequest request, CancellationToken cancellationToken = default) => present().PushAsync(request, cancellationToken);

    public Task<PullResponse> PullAsync(PullRequest request, CancellationToken cancellationToken = default) => present().PullAsync(request, cancellationToken);
}
