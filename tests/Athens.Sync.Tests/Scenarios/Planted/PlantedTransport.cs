using Athens.Sync.Transport;
using Athens.Sync.Wire;

namespace Athens.Sync.Tests.Scenarios.Planted;

internal sealed class PlantedTransport(ISyncTransport inner, Func<Bug> bug) : ISyncTransport
{
    public async Task<PushResponse> PushAsync(PushRequest request, CancellationToken cancellationToken = default) =>
        bug().Pushed(request, await inner.PushAsync(bug().Push(request), cancellationToken));

    public Task<PullResponse> PullAsync(PullRequest request, CancellationToken cancellationToken = default) => PullAsync(request, _ => { }, cancellationToken);

    public async Task<PullResponse> PullAsync(PullRequest request, Action<string> next, CancellationToken cancellationToken = default) =>
        bug().Pulled(request, await inner.PullAsync(request, next, cancellationToken));
}
