namespace Athens.Ptw.App.Accounts;

/// <summary>What a token says of its user. The server checks it; the app only shows it.</summary>
internal sealed record TokenContent(string Sub, string Role, string Project);
