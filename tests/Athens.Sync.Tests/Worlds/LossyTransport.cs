using Athens.Sync.Transport;
using Athens.Sync.Wire;

namespace Athens.Sync.Tests.Worlds;

/// <summary>A network that a test can cut, before the request or before the answer.</summary>
public sealed class LossyTransport(ISyncTransport inner) : ISyncTransport
{
    public bool IsDown { get; set; }

    public int AnswersToLose { get; set; }

    public List<PushRequest> Pushes { get; } = [];

    /// <summary>Says of a request that the server refuses it whole, and how.</summary>
    public Func<PushRequest, TransportFailure?>? Refuses { get; set; }

    /// <summary>Says of a request that the server takes it in, and the answer does not get through, and how that looks.</summary>
    public Func<PushRequest, TransportFailure?>? Withholds { get; set; }

    /// <summary>Runs while a request is under way: what a user does meanwhile.</summary>
    public Func<Task>? Meanwhile { get; set; }

    public async Task<PushResponse> PushAsync(PushRequest request, CancellationToken cancellationToken = default)
    {
        Refuse();
        Pushes.Add(request);
        if (Refuses?.Invoke(request) is { } failure)
            throw new SyncTransportException(failure, "The request is refused.");
        PushResponse response = await inner.PushAsync(request, cancellationToken);
        if (Withholds?.Invoke(request) is { } withheld)
            throw new SyncTransportException(withheld, "The answer does not get through.");
        await RunMeanwhileAsync();
        Lose();
        return response;
    }

    public async Task<PullResponse> PullAsync(PullRequest request, CancellationToken cancellationToken = default)
    {
        Refuse();
        PullResponse response = await inner.PullAsync(request, cancellationToken);
        await RunMeanwhileAsync();
        return response;
    }

    private async Task RunMeanwhileAsync()
    {
        if (Meanwhile is not { } action)
            return;
        Meanwhile = null;
        await action();
    }

    private void Refuse()
    {
        if (IsDown)
            throw new SyncTransportException(TransportFailure.Unreachable, "The network is down.");
    }

    private void Lose()
    {
        if (AnswersToLose == 0)
            return;
        AnswersToLose--;
        throw new SyncTransportException(TransportFailure.Unreachable, "The answer was lost.");
    }
}
