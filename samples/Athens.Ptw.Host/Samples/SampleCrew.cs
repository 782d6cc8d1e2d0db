using System.Text.Json;
using Athens.Ptw.Host.Accounts;
using Athens.Ptw.Host.Engine;
using Athens.Ptw.Permits;
using Athens.Ptw.Roles;
using Athens.Sync;
using Athens.Sync.Server;
using Athens.Sync.Wire;

namespace Athens.Ptw.Host.Samples;

/// <summary>The demo users of one project, who write through the engine as devices do.</summary>
internal sealed class SampleCrew(SyncServer server, SyncIds ids, string project)
{
    private const string Device = "samples";

    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly Dictionary<string, long> versions = new(StringComparer.Ordinal);

    /// <returns>The new entity's key.</returns>
    public Task<string> CreateAsync(string role, string entity, object fields) => PushAsync(role, new Change
    {
        Entity = entity,
        Op = server.Model.Entity(entity).IsAppendOnly ? ChangeOp.Append : ChangeOp.Create,
        OfflineId = ids.Next(),
        Data = Fields(fields),
    });

    public async Task MovePermitAsync(string key, params (string Role, string Status)[] moves)
    {
        foreach ((string role, string status) in moves)
            await MoveAsync(role, EntityName.Permit, key, status);
    }

    public Task MoveAsync(string role, string entity, string key, string status) => PushAsync(role, new Change
    {
        Entity = entity,
        Op = ChangeOp.UpdateStatus,
        OfflineId = ids.Next(),
        ServerId = key,
        ClientVersion = versions[key],
        Data = Fields(new { status }),
    });

    private async Task<string> PushAsync(string role, Change change)
    {
        var actor = new Actor($"{role}-{project}", role, project);
        PushResponse response = await server.PushAsync(new PushRequest { DeviceId = Device, Changes = [change] }, PtwCaller.Of(actor.ToPrincipal()));
        if (response.Applied is not [var applied])
            throw new InvalidOperationException($"A sample was refused: {JsonSerializer.Serialize(response, WireJson.Instance.PushResponse)}");
        versions[applied.ServerId] = applied.NewVersion;
        return applied.ServerId;
    }

    private static FieldValues Fields(object fields) =>
        FieldValues.FromObject(JsonSerializer.SerializeToElement(fields, SnakeCase));
}
