using Athens.Ptw.Host.Accounts;
using Athens.Ptw.Host.App;
using Athens.Ptw.Host.Catalogue;
using Athens.Ptw.Host.Engine;
using Athens.Ptw.Host.Resources;
using Athens.Sync.AspNetCore;
using Athens.Sync.Server;
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
        SessionEndpoint.Map(app);
        CatalogueEndpoint.Map(app);
        PtwResources.Map(app, PtwModel.Instance);
        AppPages.Map(app);
        SyncRates rates = SyncRates.From(app.Configuration);
        app.MapAthensSync("/sync", options => Configure(options, rates));
        app.MapAthensSyncLegacy("/api/v1/ptw/sync-offline-data/", options => Configure(options, rates));
    }

    private static void Configure(SyncEndpointOptions options, SyncRates rates)
    {
        options.Caller = http => ValueTask.FromResult<SyncCaller?>(PtwCaller.Of(http.User));
        options.UserRate = rates.User;
        options.DeviceRate = rates.Device;
    }
}
