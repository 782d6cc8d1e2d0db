using System.Text.Json;
using Athens.Ptw.Catalogue;
using Athens.Ptw.Host.Accounts;
using Athens.Ptw.Host.Engine;
using Athens.Ptw.Host.Permits;
using Athens.Ptw.Host.Samples;
using Athens.Ptw.Host.Storage;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Athens.Ptw.Host.Startup;

/// <summary>What the host is made of.</summary>
internal static class PtwServices
{
    /// <exception cref="PtwStartException">The configuration does not hold together.</exception>
    /// <exception cref="CatalogueException">The catalogue cannot be used.</exception>
    public static void Add(WebApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(Catalogue(builder.Configuration));
        AddStorage(builder);
        AddEngine(builder);
        AddAccounts(builder);
        AddHttp(builder.Services);
    }

    private static PermitCatalogue Catalogue(ConfigurationManager configuration) =>
        configuration["Catalogue:Path"] is { } path ? CatalogueFile.Load(path) : CatalogueFile.Default;

    private static void AddStorage(WebApplicationBuilder builder)
    {
        PtwDatabase database = PtwDatabase.From(builder.Configuration, builder.Environment);
        builder.Services.AddSingleton(database);
        builder.Services.AddDbContext<PtwDbContext>(database.Use);
        builder.Services.AddHostedService<DatabaseStartup>();
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealth>("database");
    }

    private static void AddEngine(WebApplicationBuilder builder)
    {
        IServiceCollection services = builder.Services;
        services.AddAthensSyncServer(PtwModel.Instance).UseEntityFrameworkCore<PtwDbContext>().AddPtwRules().AddMaintenance();
        services.AddHostedService<SampleStartup>();
        services.AddSingleton(PermitExpirySettings.From(builder.Configuration));
        services.AddScoped<PermitExpiry>();
        services.AddHostedService<PermitExpiryService>();
    }

    private static void AddAccounts(WebApplicationBuilder builder)
    {
        IServiceCollection services = builder.Services;
        services.AddSingleton(JwtSettings.From(builder.Configuration, builder.Environment));
        services.AddSingleton<TokenIssuer>();
        services.AddSingleton<IPasswordHasher<User>, PasswordHasher<User>>();
        services.AddScoped<SignIn>();
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<TokenIssuer>(Trust);
        services.AddAuthorization();
        SignInLimit.Add(services);
    }

    private static void Trust(JwtBearerOptions options, TokenIssuer issuer)
    {
        options.MapInboundClaims = false;
        options.TokenValidationParameters = issuer.Validation();
        options.Events = new JwtBearerEvents { OnMessageReceived = BrowserSession.TakeAsync };
    }

    private static void AddHttp(IServiceCollection services)
    {
        services.AddProblemDetails(Problems.Configure);
        services.AddOpenApi(OpenApiDescription.Describe);
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower);
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = false);
    }
}
