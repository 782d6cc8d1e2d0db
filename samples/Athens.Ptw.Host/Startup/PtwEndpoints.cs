using Athens.Ptw.Host.Accounts;
using Athens.Ptw.Host.Catalogue;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace Athens.Ptw.Host.Startup;

/// <summary>What the host answers to. Each endpoint says whether it needs a token; a test holds them to it.</summary>
internal static class PtwEndpoints
{
    public static void Map(WebApplication app)
    {
        app.MapHealthChecks("/health", new HealthCheckOptions { ResponseWriter = (http, report) => http.Response.WriteAsJsonAsync(new { status = report.Status.ToString() }) })
            .AllowAnonymous();
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        TokenEndpoint.Map(app);
        CatalogueEndpoint.Map(app);
    }
}
