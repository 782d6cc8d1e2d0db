using Microsoft.AspNetCore.Hosting;

namespace Athens.Ptw.Host.Tests.Hosting;

/// <summary>The same host, with its sample permits.</summary>
public sealed class SampleServer : PtwServer
{
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseSetting("Ptw:SeedSamples", "true");
    }
}
