using System.Text.Json;
using Athens.Sync.Server;
using Athens.Sync.Transport;
using Athens.Sync.Wire;

namespace Athens.Sync.InMemory;

/// <summary>
/// Calls a server in the same process, as one caller. Requests and answers go through their JSON form, so that
/// nothing passes that would not pass over a network.
/// </summary>
public sealed class InProcessTransport(SyncServer server, SyncCaller caller) : ISyncTransport
{
    /// <inheritdoc />
    public async Task<PushResponse> PushAsync(PushRequest request, CancellationToken cancellationToken = default)
    {
        byte[] sent = JsonSerializer.SerializeToUtf8Bytes(request, WireJson.Instance.PushRequest);
        PushRequest received = PushRequestReader.Read(sent, server.Limits);
        PushResponse response = await server.PushAsync(received, caller, cancellationToken).ConfigureAwait(false);
        byte[] answered = JsonSerializer.SerializeToUtf8Bytes(response, WireJson.Instance.PushResponse);
        return JsonSerializer.Deserialize(answered, WireJson.Instance.PushResponse)!;
    }

    /// <inheritdoc />
    public Task<PullResponse> PullAsync(PullRequest request, CancellationToken cancellationToken = default) => PullAsync(request, _ => { }, cancellationToken);

    /// <inheritdoc />
    public async Task<PullResponse> PullAsync(PullRequest request, Action<string> next, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(next);
        PullResponse response = await server.PullAsync(request, caller, cancellationToken).ConfigureAwait(false);
        if (response.HasMore)
            next(response.Checkpoint);
        byte[] answered = JsonSerializer.SerializeToUtf8Bytes(response, WireJson.Instance.PullResponse);
        return JsonSerializer.Deserialize(answered, WireJson.Instance.PullResponse)!;
    }
}
