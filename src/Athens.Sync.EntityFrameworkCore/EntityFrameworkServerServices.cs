using Athens.Sync;
using Athens.Sync.EntityFrameworkCore;
using Athens.Sync.EntityFrameworkCore.Tracking;
using Athens.Sync.Server;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets a sync server keep what it keeps in an app's own database.</summary>
public static class EntityFrameworkServerServices
{
    /// <summary>
    /// Stores through the app's context, which the app registers with <c>AddDbContext</c> and whose <c>OnModelCreating</c> calls
    /// <c>UseAthensSync(model)</c>. What the app saves through it is then a change that replicas learn of. Called after
    /// <c>AddDbContext</c>, so that the app's own interceptors run first.
    /// </summary>
    /// <typeparam name="TContext">The app's context, on SQLite or PostgreSQL.</typeparam>
    public static SyncServerBuilder UseEntityFrameworkCore<TContext>(this SyncServerBuilder builder)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton(provider => new SyncInterceptor(builder.Model, provider.GetRequiredService<TimeProvider>()));
        builder.Services.ConfigureDbContext<TContext>((provider, options) => options.Use(provider.GetRequiredService<SyncInterceptor>()));
        builder.Services.TryAddSingleton<IServerStore>(provider => new EfServerStore<TContext>(
            provider.GetRequiredService<IServiceScopeFactory>(),
            builder.Model,
            provider.GetRequiredService<SyncIds>(),
            provider.GetRequiredService<TimeProvider>()));
        return builder;
    }
}
