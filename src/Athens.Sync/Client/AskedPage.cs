using Athens.Sync.Transport;
using Athens.Sync.Wire;

namespace Athens.Sync.Client;

/// <summary>A page that was asked for. It is checked against its own request: the next may ask for less.</summary>
internal sealed class AskedPage : IDisposable
{
    private readonly TaskCompletionSource<string?> next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource stop;

    public AskedPage(ISyncTransport transport, PullRequest request, CancellationToken cancellationToken)
    {
        Request = request;
        stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Answer = AskAsync(transport);
    }

    public PullRequest Request { get; }

    /// <summary>Where the next page begins, as soon as that is told; null where the answer has ended and it was not.</summary>
    public Task<string?> Next => next.Task;

    public Task<PullResponse> Answer { get; }

    /// <summary>Gives the page up, and waits until nothing of it is under way.</summary>
    public async Task EndAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await ((Task)Answer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Dispose();
    }

    /// <summary>Lets go of a page whose answer was taken.</summary>
    public void Dispose() => stop.Dispose();

    private async Task<PullResponse> AskAsync(ISyncTransport transport)
    {
        try
        {
            return await transport.PullAsync(Request, checkpoint => next.TrySetResult(checkpoint), stop.Token).ConfigureAwait(false);
        }
        finally
        {
            next.TrySetResult(null);
        }
    }
}
