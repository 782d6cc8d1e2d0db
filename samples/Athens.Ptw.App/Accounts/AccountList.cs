namespace Athens.Ptw.App.Accounts;

/// <summary>Who has signed in on this device, and who is.</summary>
internal sealed record AccountList(string? Current, IReadOnlyList<Account> Known);
