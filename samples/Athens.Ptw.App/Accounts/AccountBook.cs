using System.Text.Json;
using Athens.Ptw.App.Devices;

namespace Athens.Ptw.App.Accounts;

/// <summary>Keeps who has signed in on this device, in the browser's own storage: it is read before there is a network.</summary>
internal sealed class AccountBook(Browser browser)
{
    public async Task<AccountList> ReadAsync(string device)
    {
        string? text = await browser.ReadAsync(Key(device));
        try
        {
            // An earlier version of the app kept no list of ended sessions.
            return text is not null && JsonSerializer.Deserialize(text, AppJson.Default.AccountList) is { } kept ? kept with { Ended = kept.Ended ?? [] } : AccountList.Empty;
        }
        catch (JsonException)
        {
            // Written by something else: the users sign in again, and find their work by their names.
            return AccountList.Empty;
        }
    }

    public async Task WriteAsync(string device, AccountList accounts) =>
        await browser.WriteAsync(Key(device), JsonSerializer.Serialize(accounts, AppJson.Default.AccountList));

    private static string Key(string device) => $"ptw.{device}.accounts";
}
