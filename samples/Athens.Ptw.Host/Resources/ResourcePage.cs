using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;

namespace Athens.Ptw.Host.Resources;

/// <summary>Which part of a collection is asked for: so many, after an id. An offset would skip or repeat what moves meanwhile.</summary>
internal sealed record ResourcePage(string? After, int Limit)
{
    public const string LimitName = "limit";
    public const int LimitMax = 500;

    private const string AfterName = "after";
    private const int LimitDefault = 100;

    /// <returns>The page; null where the limit is none.</returns>
    public static ResourcePage? Read(IQueryCollection query)
    {
        string? after = query[AfterName];
        if (query[LimitName].ToString() is not { Length: > 0 } text)
            return new ResourcePage(after, LimitDefault);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int limit) && limit is > 0 and <= LimitMax
            ? new ResourcePage(after, limit)
            : null;
    }

    /// <summary>The link of RFC 8288 to the page after this one, filters and all.</summary>
    public static string LinkToNext(HttpRequest request, string last)
    {
        var query = new QueryBuilder(request.Query.Where(parameter => parameter.Key != AfterName)) { { AfterName, last } };
        return $"<{UriHelper.BuildRelative(request.PathBase, request.Path, query.ToQueryString())}>; rel=\"next\"";
    }
}
