namespace Athens.Ptw.Host.Accounts;

/// <summary>Who a browser's session is of. The token itself is in the cookie.</summary>
/// <param name="ExpiresIn">Seconds from now.</param>
internal sealed record SignedIn(string Username, string Role, string Project, long ExpiresIn);
