using System.Globalization;
using System.Text.Json;
using Athens.Ptw.Host.Accounts;
using Athens.Ptw.Host.Engine;
using Athens.Ptw.Host.Storage;
using Athens.Sync;
using Athens.Sync.Modeling;
using Athens.Sync.Server;
using Athens.Sync.Wire;

namespace Athens.Ptw.Host.Resources;

/// <summary>
/// Takes writes of one entity type in through the engine, so that versions, state machines, rights, gates and the feed
/// hold on this road too.
/// </summary>
internal sealed class ResourceWrites<T>(EntityModel entity)
    where T : class
{
    private readonly ResourceJson json = new(entity);

    public async Task<IResult> PostAsync(HttpContext http, PtwDbContext db, SyncServer server, SyncIds ids)
    {
        var source = new ResourceChange(entity.Type, entity.IsAppendOnly ? "append" : "create", ids.Next());
        (Change? change, RejectedChange? fault) = source.Read(await BodyAsync(http), server.Limits);
        if (change is null)
            return ResourceProblem.Of(fault!, entity, null);
        if (entity.Parent is { Field.Name: var parent } && change.Data.Find(parent) is null or { ValueKind: JsonValueKind.Null })
            return ResourceProblem.Invalid(parent, "It is missing.");
        return await PushAsync(http, db, server, change);
    }

    public async Task<IResult> PatchAsync(string id, HttpContext http, PtwDbContext db, SyncServer server, SyncIds ids)
    {
        ReadOnlyMemory<byte> body = await BodyAsync(http);
        if (await QueryOf(http, db).FindAsync(id, http.RequestAborted) is not { } current)
            return ResourceProblem.NotFound(entity);
        var source = new ResourceChange(entity.Type, "update", ids.Next()) { Id = id, Version = IfMatch(http.Request) };
        (Change? change, RejectedChange? fault) = source.Read(body, server.Limits);
        return change is null
            ? ResourceProblem.Of(fault!, entity, null)
            : await PushAsync(http, db, server, change.ClientVersion is null ? On(current, change) : change);
    }

    /// <summary>A change that does not say what it is made on is made on what is there.</summary>
    private Change On(Resource<T> current, Change change) =>
        change with { ClientVersion = current.Version, Base = entity.ReadState(current.Entity) };

    private async Task<IResult> PushAsync(HttpContext http, PtwDbContext db, SyncServer server, Change change)
    {
        var request = new PushRequest { DeviceId = ResourceChange.Device, Changes = [change] };
        PushResponse response = await server.PushAsync(request, PtwCaller.Of(http.User), http.RequestAborted);
        if (response.Applied is not [var applied])
            return ResourceProblem.Of(response.Conflicts is [var conflict] ? conflict : response.Rejected[0], entity, change);
        Resource<T>? after = await QueryOf(http, db).FindAsync(applied.ServerId, http.RequestAborted);
        if (after is null)
            return ResourceProblem.NotFound(entity);
        bool isNew = change.Op is ChangeOp.Create or ChangeOp.Append && applied.Status is AppliedStatus.Applied;
        return isNew ? json.Created(http, after) : json.Ok(http, after);
    }

    private ResourceQuery<T> QueryOf(HttpContext http, PtwDbContext db) => new(entity, db, Actor.Of(http.User).ProjectId);

    private static async Task<ReadOnlyMemory<byte>> BodyAsync(HttpContext http)
    {
        var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    /// <summary>The version of an entity tag; null where the header is absent, or is satisfied by any.</summary>
    private static long? IfMatch(HttpRequest request)
    {
        string tag = request.Headers.IfMatch.ToString();
        if (tag is "" or "*")
            return null;
        return long.TryParse(tag.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out long version)
            ? version
            : throw new WireException("If-Match is no entity tag of this server.");
    }
}
