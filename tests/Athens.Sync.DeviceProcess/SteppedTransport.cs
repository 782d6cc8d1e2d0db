using Athens.Sync.Transport;
using Athens.Sync.Wire;

namespace Athens.Sync.DeviceProcess;

/// <summary>A transport whose requests and answers are steps. A request that is sent is on its way while the process stands still.</summary>
public sealed class SteppedTransport(ISyncTransport inner, Steps steps) : ISyncTransport
{
    public async Task<PushResponse> PushAsync(PushRequest request, CancellationToken cancellationToken = default)
    {
        Task<PushResponse> sent = inner.PushAsync(request, cancellationToken);
        await steps.PassAsync(Steps.PushSent);
        PushResponse response = await sent;
        await steps.PassAsync(Steps.PushAnswered);
        return response;
    }

    public Task<PullResponse> PullAsync(PullRequest request, CancellationToken cancellationToken = default) => PullAsync(request, _ => { }, cancellationToken);

    public async Task<PullResponse> PullAsync(PullRequest request, Action<string> next, CancellationToken cancellationToken = default)
    {
        PullResponse response = await inner.PullAsync(request, next, cancellationToken);
        await steps.PassAsync(Steps.PullAnswered);
        return response;
    }
}
