using Athens.Sync.Transport;
using Athens.Sync.Wire;

namespace Athens.Sync.Tests.Worlds;

/// <summary>A network of which a test says, call by call, what it does before the server sees the request.</summary>
public sealed class ScriptedTransport(ISyncTransport inner) : ISyncTransport
{
    /// <summary>Runs before each request: it may wait, and throw what the call is to fail with.</summary>
    public Func<CancellationToken, Task>? Before { get; set; }

    /// <summary>What every call fails with; null lets it through.</summary>
    public Func<Exception>? Failure { get; set; }

    public async Task<PushResponse> PushAsync(PushRequest request, CancellationToken cancellationToken = default)
    {
        await PassAsync(cancellationToken);
        return await inner.PushAsync(request, cancellationToken);
    }

    public async Task<PullResponse> PullAsync(PullRequest request, CancellationToken cancellationToken = default)
    {
        await PassAsync(cancellationToken);
        return await inner.PullAsync(request, cancellationToken);
    }

    private async Task PassAsync(CancellationToken cancellationToken)
    {
        if (Before is { } before)
            await before(cancellationToken);
        if (Failure is { } failure)
            throw failure();
    }
}
