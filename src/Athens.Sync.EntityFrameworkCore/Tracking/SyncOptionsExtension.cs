using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Athens.Sync.EntityFrameworkCore.Tracking;

/// <summary>Says of a context that its writes are changes, and by which interceptor.</summary>
internal sealed class SyncOptionsExtension : IDbContextOptionsExtension
{
    public SyncOptionsExtension(SyncInterceptor interceptor)
    {
        Interceptor = interceptor;
        Info = new ExtensionInfo(this);
    }

    public SyncInterceptor Interceptor { get; }

    public DbContextOptionsExtensionInfo Info { get; }

    /// <exception cref="InvalidOperationException">The context was configured without it.</exception>
    public static SyncInterceptor InterceptorOf(DbContext context) =>
        context.GetService<IDbContextOptions>().FindExtension<SyncOptionsExtension>()?.Interceptor
            ?? throw new InvalidOperationException($"{context.GetType().Name} is configured without UseAthensSync(model).");

    public void ApplyServices(IServiceCollection services)
    {
    }

    /// <summary>An interceptor that runs later could change entities whose changes were looked at already.</summary>
    /// <exception cref="InvalidOperationException">There is one.</exception>
    public void Validate(IDbContextOptions options)
    {
        IEnumerable<IInterceptor> all = options.FindExtension<CoreOptionsExtension>()?.Interceptors ?? [];
        if (all.SkipWhile(interceptor => interceptor != Interceptor).Skip(1).OfType<ISaveChangesInterceptor>().FirstOrDefault() is { } later)
            throw new InvalidOperationException($"{later.GetType().Name} runs after UseAthensSync, and replicas would miss what it changes: add interceptors before.");
    }

    private sealed class ExtensionInfo(IDbContextOptionsExtension extension) : DbContextOptionsExtensionInfo(extension)
    {
        public override bool IsDatabaseProvider => false;

        public override string LogFragment => "using Athens.Sync ";

        public override int GetServiceProviderHashCode() => 0;

        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) => other is ExtensionInfo;

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo) => debugInfo["Athens.Sync"] = "1";
    }
}
