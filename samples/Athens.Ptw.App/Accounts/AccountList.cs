namespace Athens.Ptw.App.Accounts;

/// <summary>Who has signed in on this device, and who is.</summary>
/// <param name="Ended">Sessions that nobody uses any more and that the host has not been told to end yet.</param>
internal sealed record AccountList(string? Current, IReadOnlyList<Account> Known, IReadOnlyList<string> Ended)
{
    public static AccountList Empty { get; } = new(null, [], []);

    /// <summary>Remembers how an account stands now. A session that it had before and has no more is to be ended.</summary>
    public AccountList With(Account account, string? current)
    {
        string? before = Known.FirstOrDefault(known => known.Username == account.Username)?.Session;
        IReadOnlyList<string> ended = before is null || before == account.Session ? Ended : [.. Ended, before];
        return new AccountList(current, [account, .. Known.Where(known => known.Username != account.Username)], ended);
    }
}
