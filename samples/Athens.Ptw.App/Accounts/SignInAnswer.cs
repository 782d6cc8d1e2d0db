namespace Athens.Ptw.App.Accounts;

/// <summary>A token, as it comes.</summary>
/// <param name="AccessToken">The JWT.</param>
/// <param name="ExpiresIn">Seconds from now.</param>
internal sealed record SignInAnswer(string AccessToken, long ExpiresIn);
