using System.Text.Json.Serialization.Metadata;
using Athens.Sync.Transport;
using Athens.Sync.Wire;

namespace Athens.Sync.Http;

/// <summary>
/// Calls the endpoints <c>push</c> and <c>pull</c> below a server's address. Whatever comes back that is not an answer
/// of the protocol is told as what it is and changes nothing. Retries nothing; safe to call from many threads.
/// </summary>
public sealed class HttpSyncTransport : ISyncTransport
{
    private readonly Func<HttpClient> clients;
    private readonly TimeProvider time;
    private readonly HttpSyncOptions options;

    /// <summary>Makes a transport over one client, which the caller owns.</summary>
    /// <param name="client">Its <see cref="HttpClient.BaseAddress"/> is the server's; its own timeout applies too.</param>
    /// <param name="time">The clock for timeouts and for dates in <c>Retry-After</c>.</param>
    /// <param name="options">How to call.</param>
    public HttpSyncTransport(HttpClient client, TimeProvider time, HttpSyncOptions? options = null)
        : this(() => client, time, options) => ArgumentNullException.ThrowIfNull(client);

    /// <summary>Makes a transport that takes a client from a factory for each call, so that connections follow the network.</summary>
    /// <param name="clients">The factory.</param>
    /// <param name="name">The client's name; its <see cref="HttpClient.BaseAddress"/> is the server's.</param>
    /// <param name="time">The clock for timeouts and for dates in <c>Retry-After</c>.</param>
    /// <param name="options">How to call.</param>
    public HttpSyncTransport(IHttpClientFactory clients, string name, TimeProvider time, HttpSyncOptions? options = null)
        : this(() => clients.CreateClient(name), time, options) => ArgumentNullException.ThrowIfNull(clients);

    private HttpSyncTransport(Func<HttpClient> clients, TimeProvider time, HttpSyncOptions? options)
    {
        ArgumentNullException.ThrowIfNull(time);
        this.clients = clients;
        this.time = time;
        this.options = options ?? new HttpSyncOptions();
    }

    /// <inheritdoc />
    public Task<PushResponse> PushAsync(PushRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return SendAsync(address => SyncMessages.Push(address, request, options), _ => { }, WireJson.Instance.PushResponse, cancellationToken);
    }

    /// <inheritdoc />
    public Task<PullResponse> PullAsync(PullRequest request, CancellationToken cancellationToken = default) => PullAsync(request, _ => { }, cancellationToken);

    /// <inheritdoc />
    public Task<PullResponse> PullAsync(PullRequest request, Action<string> next, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(next);
        return SendAsync(address => SyncMessages.Pull(address, request), response => TellNext(response, next), WireJson.Instance.PullResponse, cancellationToken);
    }

    private static void TellNext(HttpResponseMessage page, Action<string> next)
    {
        if (AnswerReader.IsJson(page) && page.Headers.TryGetValues(WireHeaders.Next, out IEnumerable<string>? values) && values.ToArray() is [{ Length: > 0 } checkpoint])
            next(checkpoint);
    }

    /// <param name="create">Makes the request.</param>
    /// <param name="begun">Told of an answer whose body is still to come.</param>
    /// <param name="type">What the answer is.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    private async Task<TAnswer> SendAsync<TAnswer>(Func<Uri, HttpRequestMessage> create, Action<HttpResponseMessage> begun, JsonTypeInfo<TAnswer> type, CancellationToken cancellationToken)
        where TAnswer : class
    {
        HttpClient client = clients();
        Uri address = client.BaseAddress ?? throw new InvalidOperationException("The HttpClient has no BaseAddress: it must be the address that push and pull are below.");
        using HttpRequestMessage message = create(address);
        message.Version = client.DefaultRequestVersion;
        message.VersionPolicy = client.DefaultVersionPolicy;
        using var deadline = new CancellationTokenSource(options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            using HttpResponseMessage response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
                throw await FailureReader.ReadAsync(response, time, options, either.Token).ConfigureAwait(false);
            begun(response);
            return await AnswerReader.ReadAsync(response, type, options.AnswerBytesMax, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SyncTransportException(TransportFailure.Unreachable, "No answer came in time.", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new SyncTransportException(TransportFailure.Unreachable, "The connection failed.", exception);
        }
    }
}
