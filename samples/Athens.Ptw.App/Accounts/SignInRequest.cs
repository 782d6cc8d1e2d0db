namespace Athens.Ptw.App.Accounts;

/// <summary>A name and a password, as they travel.</summary>
internal sealed record SignInRequest(string Username, string Password);
