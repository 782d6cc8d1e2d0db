using Athens.Ptw.App.Devices;

namespace Athens.Ptw.App.Accounts;

/// <summary>Names one user's session, and sends nothing at all while the user works offline. The browser adds the session's cookie.</summary>
internal sealed class SessionHandler(Func<string?> session, NetworkSwitch network) : DelegatingHandler(new HttpClientHandler())
{
    /// <summary>Which session a request is made in. The host takes no cookie without it, and no other site can send it.</summary>
    public const string Header = "Ptw-Session";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (network.IsOff)
            throw new HttpRequestException("You work offline.");
        if (session() is { } name)
            request.Headers.Add(Header, name);
        return base.SendAsync(request, cancellationToken);
    }
}
