using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;

namespace Athens.Ptw.Host.Tests.Hosting;

/// <summary>The files of the app in the browser: whoever may load the page may load them, and a file that is not there is not found.</summary>
internal static class AppFiles
{
    private const string NotThere = "{**path:file}";

    public static bool Has(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null || endpoint.RoutePattern.RawText == NotThere;
}
