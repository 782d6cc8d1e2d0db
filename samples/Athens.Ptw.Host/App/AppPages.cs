using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.StaticWebAssets;

namespace Athens.Ptw.Host.App;

/// <summary>Serves the app that runs in the browser: its files, and its one page under each of its routes.</summary>
internal static class AppPages
{
    private const string Page = "index.html";
    private const string Manifest = "Athens.Ptw.Host.staticwebassets.endpoints.json";
    private const string Sources = "Athens.Ptw.Host.staticwebassets.runtime.json";

    /// <summary>Every other path is the server's own, and stays a 404 where there is nothing.</summary>
    private static readonly string[] Routes = ["/", "/permits/{*rest}", "/queue", "/guide", "/side-by-side", "/sign-in", "/dashboard/ptw/sync-conflicts"];

    /// <summary>The app runs code of its own origin and nothing else.</summary>
    private const string Policy =
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; " +
        "connect-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'";

    /// <summary>Where a published app's files lie, wherever the host was started from; null before it is published.</summary>
    public static string? Published => PathOf("wwwroot") is var folder && Directory.Exists(folder) ? folder : null;

    /// <summary>Before it is published, the app's files lie where they were built.</summary>
    public static void Find(WebApplicationBuilder builder)
    {
        if (!File.Exists(PathOf(Sources)))
            return;
        builder.Configuration[WebHostDefaults.StaticWebAssetsKey] = PathOf(Sources);
        StaticWebAssetsLoader.UseStaticWebAssets(builder.Environment, builder.Configuration);
    }

    public static void Use(WebApplication app) => app.Use((http, next) =>
    {
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.OnStarting(() =>
        {
            if (http.Response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) == true)
                http.Response.Headers.ContentSecurityPolicy = Policy;
            return Task.CompletedTask;
        });
        return next(http);
    });

    public static void Map(WebApplication app)
    {
        if (!File.Exists(PathOf(Manifest)))
            return;
        app.MapStaticAssets(PathOf(Manifest)).Add(endpoint => endpoint.Metadata.Add(new Microsoft.AspNetCore.Authorization.AllowAnonymousAttribute()));
        foreach (string route in Routes)
            app.MapFallbackToFile(route, Page, new StaticFileOptions { OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache" }).AllowAnonymous();
    }

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, file);
}
