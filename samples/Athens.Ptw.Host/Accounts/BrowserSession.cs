using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace Athens.Ptw.Host.Accounts;

/// <summary>
/// Where a browser keeps its token: in a cookie that no script reads. It counts only where the app's own header names it, and that header
/// no other site can send; several users of one browser have a session each.
/// </summary>
internal static class BrowserSession
{
    public const string Header = "Ptw-Session";

    private const string Prefix = "ptw-session-";
    private const int LettersMax = 64;

    /// <returns>The cookie that the request names; null where it names none.</returns>
    public static string? CookieOf(HttpRequest request) =>
        request.Headers[Header] is [{ Length: > 0 and <= LettersMax } name] && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-') ? Prefix + name : null;

    public static void Keep(HttpContext http, string cookie, AccessToken token) =>
        http.Response.Cookies.Append(cookie, token.Value, Options(http, TimeSpan.FromSeconds(token.ExpiresIn)));

    public static void Forget(HttpContext http, string cookie) => http.Response.Cookies.Delete(cookie, Options(http, null));

    /// <summary>Takes the token from the cookie, where the request brings none of its own.</summary>
    public static Task TakeAsync(MessageReceivedContext context)
    {
        if (context.Request.Headers.Authorization.Count == 0 && CookieOf(context.Request) is { } cookie)
            context.Token = context.Request.Cookies[cookie];
        return Task.CompletedTask;
    }

    private static CookieOptions Options(HttpContext http, TimeSpan? lifetime) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = http.Request.IsHttps,
        Path = "/",
        MaxAge = lifetime,
    };
}
