using System.Net.Http.Headers;
using Athens.Ptw.App.Devices;

namespace Athens.Ptw.App.Accounts;

/// <summary>Sends one user's token, and nothing at all while the user works offline.</summary>
internal sealed class BearerHandler(Func<string?> token, NetworkSwitch network) : DelegatingHandler(new HttpClientHandler())
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (network.IsOff)
            throw new HttpRequestException("You work offline.");
        if (token() is { } value)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", value);
        return base.SendAsync(request, cancellationToken);
    }
}
