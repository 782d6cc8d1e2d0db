using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Athens.Sync;

namespace Athens.Ptw.App.Accounts;

/// <summary>Begins and ends sessions at the host. The token never comes here: it is in a cookie that no script reads.</summary>
internal sealed class SessionClient(HttpClient http, TimeProvider clock)
{
    private const string Road = "api/v1/auth/session";

    /// <exception cref="SignInException">The host was not reached, or refused.</exception>
    public async Task<Account> BeginAsync(string username, string password)
    {
        string session = SyncIds.System(clock).Next();
        try
        {
            using HttpRequestMessage request = Request(HttpMethod.Post, session);
            request.Content = JsonContent.Create(new SignInRequest(username, password), AppJson.Default.SignInRequest);
            using HttpResponseMessage response = await http.SendAsync(request);
            if (!response.IsSuccessStatusCode)
                throw new SignInException(Refusal(response.StatusCode));
            SignInAnswer answer = await response.Content.ReadFromJsonAsync(AppJson.Default.SignInAnswer) ?? throw new SignInException("The server's answer was empty.");
            return new Account(answer.Username, answer.Role, answer.Project, session);
        }
        catch (HttpRequestException e)
        {
            throw new SignInException("The server cannot be reached. Who has signed in on this device before can go on offline.", e);
        }
        catch (JsonException e)
        {
            throw new SignInException("What answered is not the permit server.", e);
        }
    }

    /// <returns>Whether the host has ended it; without a network it has not.</returns>
    public async Task<bool> EndAsync(string session)
    {
        try
        {
            using HttpRequestMessage request = Request(HttpMethod.Delete, session);
            using HttpResponseMessage response = await http.SendAsync(request);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static HttpRequestMessage Request(HttpMethod method, string session)
    {
        var request = new HttpRequestMessage(method, Road);
        request.Headers.Add(SessionHandler.Header, session);
        return request;
    }

    private static string Refusal(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => "The user name or the password is wrong.",
        HttpStatusCode.TooManyRequests => "Too many tries. Wait a minute, then try again.",
        HttpStatusCode.BadRequest => "Enter a user name and a password.",
        _ => $"The server answered {(int)status}. Try again later.",
    };
}
