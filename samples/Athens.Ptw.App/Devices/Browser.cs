using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Athens.Ptw.App.Devices;

/// <summary>What the app asks of the browser: small texts that it keeps, and news of its network and of the app's version.</summary>
internal sealed class Browser(IJSRuntime js) : IDisposable
{
    private DotNetObjectReference<Browser>? self;

    /// <summary>Told when the browser gets or loses its network.</summary>
    public event Action<bool>? Online;

    /// <summary>Told when another tab has written who is signed in.</summary>
    public event Action? Accounts;

    /// <summary>Told when the user comes back to the page.</summary>
    public event Action? Foreground;

    /// <summary>Told when a new version of the app is ready to take over.</summary>
    public event Action? NewVersion;

    public ValueTask<string> DeviceAsync() => js.InvokeAsync<string>("ptw.device");

    public ValueTask<string?> ReadAsync(string key) => js.InvokeAsync<string?>("ptw.read", key);

    public ValueTask WriteAsync(string key, string value) => js.InvokeVoidAsync("ptw.write", key, value);

    public ValueTask RemoveAsync(string key) => js.InvokeVoidAsync("ptw.remove", key);

    /// <returns>Whether there is a network now.</returns>
    public async ValueTask<bool> WatchAsync()
    {
        self ??= DotNetObjectReference.Create(this);
        bool online = await js.InvokeAsync<bool>("ptw.watchOnline", self);
        await js.InvokeVoidAsync("ptw.watchVersion", self);
        return online;
    }

    public ValueTask TakeNewVersionAsync() => js.InvokeVoidAsync("ptw.takeNewVersion");

    /// <summary>Keeps the picture that a file input holds.</summary>
    /// <returns>What is wrong with it; null where it is kept.</returns>
    public ValueTask<string?> KeepPhotoAsync(string store, string key, ElementReference input) => js.InvokeAsync<string?>("ptw.keepPhoto", store, key, input);

    public ValueTask DropPhotoAsync(string store, string key) => js.InvokeVoidAsync("ptw.dropPhoto", store, key);

    /// <param name="size"><c>thumbnail</c> or <c>full</c>.</param>
    /// <returns>An address that this page can show; null where the photo lies on another device.</returns>
    public ValueTask<string?> PictureAsync(string store, string key, string size) => js.InvokeAsync<string?>("ptw.pictureOf", store, key, size);

    public ValueTask StartPadAsync(ElementReference canvas) => js.InvokeVoidAsync("ptw.startPad", canvas);

    public ValueTask ClearPadAsync(ElementReference canvas) => js.InvokeVoidAsync("ptw.clearPad", canvas);

    /// <returns>SVG text; empty where nothing was drawn.</returns>
    public ValueTask<string> ReadPadAsync(ElementReference canvas) => js.InvokeAsync<string>("ptw.readPad", canvas);

    [JSInvokable]
    public void OnlineChanged(bool isOnline) => Online?.Invoke(isOnline);

    [JSInvokable]
    public void AccountsChanged() => Accounts?.Invoke();

    [JSInvokable]
    public void CameToForeground() => Foreground?.Invoke();

    [JSInvokable]
    public void NewVersionWaits() => NewVersion?.Invoke();

    public void Dispose() => self?.Dispose();
}
