using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Athens.Ptw.App.Devices;
using Athens.Ptw.Closeouts;
using Athens.Ptw.Gas;
using Athens.Ptw.Isolation;
using Athens.Ptw.Permits;
using Athens.Ptw.Photos;
using Athens.Ptw.Roles;
using Athens.Ptw.Signatures;
using Athens.Sync;
using Athens.Sync.Modeling;

namespace Athens.Ptw.App.OlderApp;

/// <summary>
/// What the older app in this browser had not sent. It is sent over that app's own road, under the ids that it gave: what the server took in
/// and never answered is not taken in twice. An item leaves its place only when the server has it or a person has decided it.
/// </summary>
internal sealed class OlderQueue(Browser browser)
{
    private const string Place = "ptw_offline_queue";
    private const string DevicePlace = "ptw_device_id";
    private const string Synced = "synced";
    private const string Road = "api/v1/ptw/sync-offline-data/";
    private const int BatchMax = 100;

    /// <summary>The items that are left; none where there never was such an app.</summary>
    /// <exception cref="JsonException">The place holds something else; it is left as it is.</exception>
    public async Task<IReadOnlyList<OlderItem>> ReadAsync()
    {
        if (await browser.ReadAsync(Place) is not { Length: > 0 } text)
            return [];
        JsonArray items = JsonNode.Parse(text) as JsonArray ?? throw new JsonException($"'{Place}' holds no list.");
        return [.. items.OfType<JsonObject>().Select(item => new OlderItem(item)).Where(item => item.Status != Synced)];
    }

    /// <summary>Sends what waits. What the server does not take in stays, with the reason.</summary>
    /// <exception cref="HttpRequestException">The server was not reached, or refused; everything stays.</exception>
    public async Task SendAsync(HttpClient http)
    {
        while ((await ReadAsync()).Where(item => item.Trouble is null).Take(BatchMax).ToList() is { Count: > 0 } batch)
        {
            var push = new JsonObject
            {
                ["device_id"] = await browser.ReadAsync(DevicePlace) ?? "older-app",
                ["changes"] = new JsonArray([.. batch.Select(item => item.Wire())]),
            };
            using var content = new StringContent(push.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
            using HttpResponseMessage response = await http.PostAsync(Road, content);
            response.EnsureSuccessStatusCode();
            await SettleAsync(batch, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
        }
    }

    /// <summary>Makes the item an edit of this app, on what the device holds now.</summary>
    public async Task TakeOverAsync(OlderItem item, SyncClient client)
    {
        await (item.Entity switch
        {
            EntityName.Permit => TakeOverAsync<Permit>(item, client),
            EntityName.IsolationPoint => TakeOverAsync<IsolationPoint>(item, client),
            EntityName.Closeout => TakeOverAsync<Closeout>(item, client),
            EntityName.GasReading => TakeOverAsync<GasReading>(item, client),
            EntityName.PermitPhoto => TakeOverAsync<PermitPhoto>(item, client),
            EntityName.Signature => TakeOverAsync<Signature>(item, client),
            _ => throw new InvalidOperationException($"This app knows no '{item.Entity}'."),
        });
        await DropAsync(item);
    }

    /// <summary>Gives the item up.</summary>
    public Task DropAsync(OlderItem item) => ChangeAsync(items => items.Where(other => other.OfflineId != item.OfflineId));

    private static async Task TakeOverAsync<T>(OlderItem item, SyncClient client)
        where T : class, new()
    {
        EntityModel entity = client.Model.Entity(typeof(T));
        T target = item.Key is { } key && await client.Set<T>().GetAsync(key) is { } found ? found : new T();
        if (item.Op == "delete")
        {
            await client.Set<T>().DeleteAsync(target);
            return;
        }

        foreach ((string name, JsonNode? value) in item.Data)
        {
            if (entity.Find(name) is { Access: not FieldAccess.ServerOwned } field)
                field.Write(target, JsonSerializer.SerializeToElement(value, OlderJson.Default.JsonNode));
        }

        await client.Set<T>().SaveAsync(target);
    }

    /// <summary>One verdict for each: taken in is done; anything else waits for a person, with the server's words.</summary>
    private Task SettleAsync(List<OlderItem> batch, JsonNode answer)
    {
        HashSet<string> applied = [.. Of(answer, "applied").Select(IdOf)];
        Dictionary<string, string> troubles = Of(answer, "conflicts").Concat(Of(answer, "rejected")).DistinctBy(IdOf).ToDictionary(IdOf, TroubleOf);
        HashSet<string> sent = [.. batch.Select(item => item.OfflineId)];
        return ChangeAsync(items => items
            .Where(item => !applied.Contains(item.OfflineId))
            .Select(item => sent.Contains(item.OfflineId) ? item.With(troubles.GetValueOrDefault(item.OfflineId, "The server gave no verdict.")) : item));
    }

    /// <summary>Written at once and whole; the place is removed when nothing is left.</summary>
    private async Task ChangeAsync(Func<IEnumerable<OlderItem>, IEnumerable<OlderItem>> change)
    {
        List<OlderItem> left = [.. change(await ReadAsync())];
        if (left.Count == 0)
            await browser.RemoveAsync(Place);
        else
            await browser.WriteAsync(Place, new JsonArray([.. left.Select(item => item.Json.DeepClone())]).ToJsonString());
    }

    private static IEnumerable<JsonObject> Of(JsonNode answer, string list) => (answer[list] as JsonArray ?? []).OfType<JsonObject>();

    private static string IdOf(JsonObject verdict) => verdict["offline_id"]?.ToString() ?? "";

    private static string TroubleOf(JsonObject verdict) => verdict["detail"]?.ToString() is { Length: > 0 } detail ? $"{verdict["reason"]}: {detail}" : verdict["reason"]?.ToString() ?? "refused";
}
