using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Athens.Sync.EntityFrameworkCore.Device.Capture;

/// <summary>Says of a context that what it saves goes into the outbox, and by which interceptor.</summary>
internal sealed class CaptureExtension : IDbContextOptionsExtension
{
    public CaptureExtension(CaptureInterceptor interceptor)
    {
        Interceptor = interceptor;
        Info = new ExtensionInfo(this);
    }

    public CaptureInterceptor Interceptor { get; }

    public DbContextOptionsExtensionInfo Info { get; }

    /// <exception cref="InvalidOperationException">The context was configured without it.</exception>
    public static CaptureInterceptor InterceptorOf(DbContext context) =>
        context.GetService<IDbContextOptions>().FindExtension<CaptureExtension>()?.Interceptor
            ?? throw new InvalidOperationException($"{context.GetType().Name} is configured without UseAthensSyncDevice(model), so what it saves would never be sent.");

    public void ApplyServices(IServiceCollection services)
    {
    }

    public void Validate(IDbContextOptions options)
    {
    }

    private sealed class ExtensionInfo(IDbContextOptionsExtension extension) : DbContextOptionsExtensionInfo(extension)
    {
        public override bool IsDatabaseProvider => false;

        public override string LogFragment => "using Athens.Sync on a device ";

        public override int GetServiceProviderHashCode() => 0;

        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) => other is ExtensionInfo;

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo) => debugInfo["Athens.Sync:Device"] = "1";
    }
}
