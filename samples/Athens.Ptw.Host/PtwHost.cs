using Athens.Ptw.Catalogue;
using Athens.Ptw.Host.App;
using Athens.Ptw.Host.Startup;

namespace Athens.Ptw.Host;

/// <summary>The permit-to-work server.</summary>
public static class PtwHost
{
    private const string DefaultUrl = "http://127.0.0.1:5080";

    /// <summary>Builds the host, ready to run.</summary>
    /// <param name="args">Configuration, such as <c>--urls</c>, <c>--Database:Provider</c>, <c>--ConnectionStrings:Ptw</c>.</param>
    /// <param name="configure">Puts services in the place of the host's own.</param>
    /// <exception cref="PtwStartException">The configuration does not hold together.</exception>
    /// <exception cref="Catalogue.CatalogueException">The catalogue cannot be used.</exception>
    public static WebApplication Build(string[] args, Action<IServiceCollection>? configure = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, WebRootPath = AppPages.Published });
        Quieten(builder.Logging);
        Listen(builder);
        AppPages.Find(builder);
        PtwServices.Add(builder);
        configure?.Invoke(builder.Services);
        WebApplication app = builder.Build();
        Problems.Use(app);
        AppPages.Use(app);
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
        PtwEndpoints.Map(app);
        return app;
    }

    private static void Quieten(ILoggingBuilder logging)
    {
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
    }

    private static void Listen(WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        string[] addresses = ["urls", "http_ports", "https_ports"];
        if (addresses.All(name => string.IsNullOrEmpty(builder.Configuration[name])))
            builder.WebHost.UseUrls(DefaultUrl);
    }
}
