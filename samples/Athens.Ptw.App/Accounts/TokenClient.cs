using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Athens.Ptw.App.Accounts;

/// <summary>Gets tokens from the host.</summary>
internal sealed class TokenClient(HttpClient http, TimeProvider clock)
{
    /// <exception cref="SignInException">The host was not reached, or refused.</exception>
    public async Task<Account> SignInAsync(string username, string password)
    {
        try
        {
            using HttpResponseMessage response = await http.PostAsJsonAsync("api/v1/auth/token", new SignInRequest(username, password), AppJson.Default.SignInRequest);
            if (!response.IsSuccessStatusCode)
                throw new SignInException(Refusal(response.StatusCode));
            SignInAnswer answer = await response.Content.ReadFromJsonAsync(AppJson.Default.SignInAnswer) ?? throw new SignInException("The server's answer was empty.");
            TokenContent content = Read(answer.AccessToken);
            return new Account(content.Sub, content.Role, content.Project, answer.AccessToken, clock.GetUtcNow().AddSeconds(answer.ExpiresIn));
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

    private static string Refusal(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => "The user name or the password is wrong.",
        HttpStatusCode.TooManyRequests => "Too many tries. Wait a minute, then try again.",
        HttpStatusCode.BadRequest => "Enter a user name and a password.",
        _ => $"The server answered {(int)status}. Try again later.",
    };

    private static TokenContent Read(string token)
    {
        string[] parts = token.Split('.');
        if (parts.Length != 3)
            throw new JsonException("The token is no JWT.");
        return JsonSerializer.Deserialize(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1]), AppJson.Default.TokenContent)
            ?? throw new JsonException("The token is empty.");
    }
}
