using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.JSInterop;

namespace Athens.Sync.IndexedDb;

/// <summary>Calls the script that speaks to the browser. What goes there and comes back is text: nothing is serialized by reflection.</summary>
internal sealed class DeviceStoreModule(IJSRuntime js)
{
    private const string Path = "./_content/Athens.Sync.IndexedDb/device-store.js";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private Task<IJSObjectReference>? loading;

    /// <summary>Calls a function, and reads what it answers.</summary>
    /// <exception cref="StoreException">The browser failed.</exception>
    public async Task<JsonElement> CallAsync(string function, params object?[] arguments)
    {
        try
        {
            IJSObjectReference module = await LoadAsync().ConfigureAwait(false);
            return Read(await module.InvokeAsync<string>(function, arguments).ConfigureAwait(false));
        }
        catch (Exception e) when (e is JSException or JSDisconnectedException or JsonException)
        {
            throw new StoreException(StoreFailure.Unavailable, $"The browser's store cannot be used: {e.Message}", e);
        }
    }

    /// <summary>Calls a function whose end nobody waits for.</summary>
    public async Task TellAsync(string function, params object?[] arguments)
    {
        try
        {
            IJSObjectReference module = await LoadAsync().ConfigureAwait(false);
            await module.InvokeVoidAsync(function, arguments).ConfigureAwait(false);
        }
        catch (Exception e) when (e is JSException or JSDisconnectedException)
        {
            // The page is going: what was told of goes with it.
        }
    }

    /// <summary>The JSON text that a writer makes.</summary>
    public static string Text(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
            write(writer);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>A script that could not be fetched is fetched again by the next call.</summary>
    private async Task<IJSObjectReference> LoadAsync()
    {
        Task<IJSObjectReference> load = loading ??= js.InvokeAsync<IJSObjectReference>("import", Path).AsTask();
        try
        {
            return await load.ConfigureAwait(false);
        }
        catch
        {
            loading = null;
            throw;
        }
    }

    private static JsonElement Read(string answer)
    {
        JsonElement root = JsonElement.Parse(answer);
        return root.TryGetProperty("failure", out JsonElement failure)
            ? throw new StoreException(KindOf(failure.GetString()!), root.GetProperty("message").GetString()!)
            : root.GetProperty("value");
    }

    private static StoreFailure KindOf(string name) => Enum.TryParse(name, out StoreFailure kind) ? kind : StoreFailure.Unavailable;
}
