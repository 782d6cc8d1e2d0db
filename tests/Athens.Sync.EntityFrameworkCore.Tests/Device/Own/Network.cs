using Athens.Sync.Transport;
using Athens.Sync.Wire;

namespace Athens.Sync.EntityFrameworkCore.Tests.Device.Own;

/// <summary>A network that a test can cut, and in whose time a user goes on.</summary>
public sealed class Network(Func<ISyncTransport> inner) : ISyncTransport
{
    public bool IsDown { get; set; }

    public List<PushRequest> Pushes { get; } = [];

    /// <summary>What a user does while a push is answered; once.</summary>
    public Func<Task>? DuringPush { get; set; }

    /// <summary>What a user does while a page is on its way; once.</summary>
    public Func<Task>? DuringPull { get; set; }

    public async Task<PushResponse> PushAsync(PushRequest request, CancellationToken cancellationToken = default)
    {
        Refuse();
        Pushes.Add(request);
        PushResponse response = await inner().PushAsync(request, cancellationToken);
        (Func<Task>? action, DuringPush) = (DuringPush, null);
        await (action?.Invoke() ?? Task.CompletedTask);
        return response;
    }

    public async Task<PullResponse> PullAsync(PullRequest request, CancellationToken cancellationToken = default)
    {
        Refuse();
        PullResponse response = await inner().PullAsync(request, cancellationToken);
        (Func<Task>? action, DuringPull) = (DuringPull, null);
        await (action?.Invoke() ?? Task.CompletedTask);
        return response;
    }

    private void Refuse()
    {
        if (IsDown)
            throw new SyncTransportException(TransportFailure.Unreachable, "The network is down.");
    }
}
