namespace Athens.Ptw.App.Accounts;

/// <summary>Who signed in, as the host says.</summary>
internal sealed record SignInAnswer(string Username, string Role, string Project);
