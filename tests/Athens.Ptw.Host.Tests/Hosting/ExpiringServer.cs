using Microsoft.AspNetCore.Hosting;

namespace Athens.Ptw.Host.Tests.Hosting;

/// <summary>The same host, looking each minute of the test's clock for permits that expire.</summary>
public sealed class ExpiringServer : PtwServer
{
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseSetting("Ptw:ExpireEvery", "00:01:00");
    }
}
