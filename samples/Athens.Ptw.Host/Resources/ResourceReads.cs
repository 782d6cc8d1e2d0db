using Athens.Ptw.Host.Accounts;
using Athens.Ptw.Host.Storage;
using Athens.Sync.Modeling;

namespace Athens.Ptw.Host.Resources;

/// <summary>Answers reads of one entity type from the database.</summary>
internal sealed class ResourceReads<T>(EntityModel entity)
    where T : class
{
    private readonly ResourceJson json = new(entity);

    public async Task<IResult> ListAsync(HttpContext http, PtwDbContext db)
    {
        if (ResourcePage.Read(http.Request.Query) is not { } page)
            return ResourceProblem.Invalid(ResourcePage.LimitName, $"It is a number from 1 to {ResourcePage.LimitMax}.");
        List<Resource<T>> rows = await QueryOf(http, db).ListAsync(Filters(http.Request.Query), page.After, page.Limit + 1, http.RequestAborted);
        Resource<T>[] shown = [.. rows.Take(page.Limit)];
        if (rows.Count > shown.Length)
            http.Response.Headers.Link = ResourcePage.LinkToNext(http.Request, entity.KeyOf(shown[^1].Entity));
        return TypedResults.Ok(shown.Select(json.Write));
    }

    public async Task<IResult> GetAsync(string id, HttpContext http, PtwDbContext db) =>
        await QueryOf(http, db).FindAsync(id, http.RequestAborted) is { } found
            ? json.Ok(http, found)
            : ResourceProblem.NotFound(entity);

    private ResourceQuery<T> QueryOf(HttpContext http, PtwDbContext db) => new(entity, db, Actor.Of(http.User).ProjectId);

    /// <summary>A child is asked for by its parent, and what has a status by that.</summary>
    private Dictionary<string, string> Filters(IQueryCollection query) =>
        new[] { entity.Parent?.Field.Name, entity.Status?.Field.Name }
            .OfType<string>()
            .Where(query.ContainsKey)
            .ToDictionary(name => name, name => query[name].ToString());
}
