using System.Text.Json;
using Athens.Ptw.App.Devices;
using Athens.Ptw.App.OlderApp;
using Athens.Sync;
using Athens.Sync.Http;
using Athens.Sync.IndexedDb;
using Microsoft.JSInterop;

namespace Athens.Ptw.App.Accounts;

/// <summary>Who works on this device, with that user's engine and the loop that runs it.</summary>
internal sealed class PtwSession : IAsyncDisposable
{
    private readonly Browser browser;
    private readonly AccountBook book;
    private readonly SessionClient sessions;
    private readonly HttpClient http;
    private readonly TimeProvider clock;
    private readonly IJSRuntime js;
    private readonly OlderQueue older;
    private IndexedDbDeviceStores? stores;
    private AccountList accounts = AccountList.Empty;
    private SyncAccounts? engines;
    private SyncLoop? loop;
    private BrowserTabs? tabs;

    public PtwSession(Browser browser, AccountBook book, SessionClient sessions, HttpClient http, TimeProvider clock, IJSRuntime js, OlderQueue older)
    {
        this.browser = browser;
        this.book = book;
        this.sessions = sessions;
        this.http = http;
        this.clock = clock;
        this.js = js;
        this.older = older;
        browser.Online += isOnline => Network.HasNetwork = isOnline;
        browser.Foreground += () => loop?.Wake();
        browser.Accounts += () => _ = ReadAccountsAsync();
        browser.NewVersion += () => { HasNewVersion = true; Changed?.Invoke(); };
        Network.Changed += () => { tabs?.NotifyOnline(Network.IsOpen); _ = SendOlderAsync(); _ = EndSessionsAsync(); Changed?.Invoke(); };
    }

    /// <summary>Told when another user works, or what is shown of the device changed.</summary>
    public event Action? Changed;

    public NetworkSwitch Network { get; } = new();

    /// <summary>The name of this device among those of this browser.</summary>
    public string Device { get; private set; } = "main";

    public bool IsStarted { get; private set; }

    public bool HasNewVersion { get; private set; }

    /// <summary>Who works; null while nobody does.</summary>
    public Account? Account { get; private set; }

    /// <summary>The engine of who works.</summary>
    public SyncClient? Client { get; private set; }

    /// <summary>Everyone who has worked on this device.</summary>
    public IReadOnlyList<Account> Known => accounts.Known;

    /// <summary>Where this user's photos lie.</summary>
    public string PhotoStore => $"{Device}-{Account!.User.StoreName}";

    /// <summary>Goes on where the device was left, with or without a network.</summary>
    public async Task StartAsync()
    {
        if (IsStarted)
            return;
        Device = await browser.DeviceAsync();
        Network.HasNetwork = await browser.WatchAsync();
        accounts = await book.ReadAsync(Device);
        stores = new IndexedDbDeviceStores(js, new IndexedDbOptions { Prefix = $"ptw-{Device}-" });
        engines = new SyncAccounts(PtwModel.Instance, stores, TransportOf, clock, SyncIds.System(clock));
        if (accounts.Known.FirstOrDefault(known => known.Username == accounts.Current) is { } last)
            await OpenAsync(last);
        _ = EndSessionsAsync();
        IsStarted = true;
        Changed?.Invoke();
    }

    /// <exception cref="SignInException">Nobody was signed in.</exception>
    public async Task SignInAsync(string username, string password)
    {
        if (Network.IsOff)
            throw new SignInException("You work offline. Go online to sign in.");
        Account account = await sessions.BeginAsync(username.Trim(), password);
        await CloseAsync();
        await OpenAsync(account);
        loop!.Wake();
        Changed?.Invoke();
    }

    /// <summary>Goes on as someone who has signed in on this device before and did not sign out.</summary>
    public async Task GoOnAsAsync(Account account)
    {
        await CloseAsync();
        await OpenAsync(account);
        Changed?.Invoke();
    }

    /// <summary>Signs out. What was not sent stays on this device, for when the same user signs in again.</summary>
    public async Task SignOutAsync()
    {
        if (Account is not { } leaving)
            return;
        await CloseAsync();
        await RememberAsync(leaving with { Session = null }, current: null);
        Changed?.Invoke();
    }

    /// <summary>Who has work on this device that the server does not have.</summary>
    public Task<IReadOnlyList<UnsentWork>> FindUnsentAsync() => engines!.FindUnsentAsync();

    /// <summary>Has this device sync now, by whichever of its tabs does so.</summary>
    public async Task SyncNowAsync()
    {
        await SendOlderAsync();
        await tabs!.SyncAsync();
    }

    public ValueTask TakeNewVersionAsync() => browser.TakeNewVersionAsync();

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        if (engines is not null)
            await engines.DisposeAsync();
    }

    private async Task OpenAsync(Account account)
    {
        Client = await engines!.OpenAsync(account.User);
        await RememberAsync(account, account.Username);
        Account = account;
        loop = new SyncLoop(Client);
        tabs = await BrowserTabs.JoinAsync(js, stores!.DatabaseOf(account.User.StoreName), Client, loop);
        tabs.NotifyOnline(Network.IsOpen);
        _ = SendOlderAsync();
    }

    /// <summary>Sends what the older app in this browser left. What keeps it from being sent now, keeps it where it is.</summary>
    private async Task SendOlderAsync()
    {
        if (!Network.IsOpen || Account is not { } account || Device != "main")
            return;
        try
        {
            using HttpClient road = ClientOf(account.User, "");
            await older.SendAsync(road);
            Changed?.Invoke();
        }
        catch (Exception e) when (e is HttpRequestException or JsonException)
        {
            // It is tried again with the next cycle by hand, or when the network is back; the page of the queue tells of what is left.
        }
    }

    private async Task CloseAsync()
    {
        if (Account is not { } leaving)
            return;
        Account = null;
        Client = null;
        await tabs!.DisposeAsync();
        await loop!.DisposeAsync();
        await engines!.CloseAsync(leaving.User);
    }

    /// <summary>A session that another tab began is this one's too; who works here stays.</summary>
    private async Task ReadAccountsAsync()
    {
        accounts = await book.ReadAsync(Device);
        loop?.Wake();
    }

    private async Task RememberAsync(Account account, string? current)
    {
        accounts = accounts.With(account, current);
        await book.WriteAsync(Device, accounts);
        _ = EndSessionsAsync();
    }

    /// <summary>Has the host end what was signed out of. Without a network it is done later: no script can take a session's cookie away.</summary>
    private async Task EndSessionsAsync()
    {
        foreach (string session in Network.IsOpen ? accounts.Ended : [])
        {
            if (!await sessions.EndAsync(session))
                return;
            accounts = accounts with { Ended = [.. accounts.Ended.Where(other => other != session)] };
            await book.WriteAsync(Device, accounts);
        }
    }

    private HttpSyncTransport TransportOf(SyncUser user) => new(ClientOf(user, "sync/"), clock);

    private HttpClient ClientOf(SyncUser user, string road) =>
        new(new SessionHandler(() => accounts.Known.FirstOrDefault(known => known.User == user)?.Session, Network)) { BaseAddress = new Uri(http.BaseAddress!, road) };
}
