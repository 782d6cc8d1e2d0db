using Athens.Sync.Client;
using Athens.Sync.Http;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses the transport over HTTP for a device's engine.</summary>
public static class SyncClientHttp
{
    private const string ClientName = "Athens.Sync";

    /// <summary>
    /// Sends and receives over HTTP. Redirects are not followed, so that changes reach the named server or none.
    /// </summary>
    /// <param name="builder">The engine's builder.</param>
    /// <param name="server">The absolute address that <c>push</c> and <c>pull</c> are below, <c>https://sync.example/sync/</c> for example.</param>
    /// <param name="configure">Adds to the client, a handler that signs requests for example.</param>
    /// <param name="options">How to call.</param>
    /// <exception cref="ArgumentException">The address is not an absolute one of http or https.</exception>
    public static SyncClientBuilder UseHttp(this SyncClientBuilder builder, Uri server, Action<IHttpClientBuilder>? configure = null, HttpSyncOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(server);
        if (!server.IsAbsoluteUri || (server.Scheme != Uri.UriSchemeHttps && server.Scheme != Uri.UriSchemeHttp))
            throw new ArgumentException("The server's address must be an absolute one of http or https.", nameof(server));
        IHttpClientBuilder http = builder.Services
            .AddHttpClient(ClientName, client =>
            {
                client.BaseAddress = server;
                // The transport's own timeout covers the whole call, the answer's body included.
                client.Timeout = Timeout.InfiniteTimeSpan;
            })
            .ConfigurePrimaryHttpMessageHandler(() => new HttpClientHandler { AllowAutoRedirect = false });
        configure?.Invoke(http);
        return builder.UseTransport(provider => new HttpSyncTransport(
            provider.GetRequiredService<IHttpClientFactory>(),
            ClientName,
            provider.GetRequiredService<TimeProvider>(),
            options));
    }
}
