using System.Globalization;
using System.Text.Json;
using Athens.Sync;
using Athens.Sync.Modeling;

namespace Athens.Ptw.Host.Resources;

/// <summary>Writes resources as flat JSON: the id, the version, then every declared field.</summary>
internal sealed class ResourceJson(EntityModel entity)
{
    public const string Id = "id";
    public const string Version = "version";

    public FieldValues Write<T>(Resource<T> resource)
        where T : class => FieldValues.From(
        [
            KeyValuePair.Create(Id, JsonSerializer.SerializeToElement(entity.KeyOf(resource.Entity))),
            KeyValuePair.Create(Version, JsonSerializer.SerializeToElement(resource.Version)),
            .. entity.ReadState(resource.Entity),
        ]);

    public IResult Ok<T>(HttpContext http, Resource<T> resource)
        where T : class
    {
        Tag(http, resource.Version);
        return TypedResults.Ok(Write(resource));
    }

    public IResult Created<T>(HttpContext http, Resource<T> resource)
        where T : class
    {
        Tag(http, resource.Version);
        string collection = http.Request.Path.Value!.TrimEnd('/');
        return TypedResults.Created($"{collection}/{Uri.EscapeDataString(entity.KeyOf(resource.Entity))}/", Write(resource));
    }

    private static void Tag(HttpContext http, long version) =>
        http.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");
}
