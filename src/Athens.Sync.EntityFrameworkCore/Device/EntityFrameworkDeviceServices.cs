using Athens.Sync;
using Athens.Sync.Client;
using Athens.Sync.Device;
using Athens.Sync.EntityFrameworkCore.Device;
using Athens.Sync.EntityFrameworkCore.Device.Capture;
using Athens.Sync.Transport;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets a device's engine keep its outbox and replica in SQLite.</summary>
public static class EntityFrameworkDeviceServices
{
    /// <summary>Keeps everything in a file of its own, which the engine opens when it is first needed.</summary>
    /// <param name="builder">The engine.</param>
    /// <param name="configure">Says which file: <c>options => options.UseSqlite("Data Source=notes.db")</c>.</param>
    /// <param name="options">How the file is treated.</param>
    public static SyncClientBuilder UseEfDeviceStore(this SyncClientBuilder builder, Action<DbContextOptionsBuilder> configure, EfDeviceStoreOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        return builder.UseStore(async (_, token) => await EfDeviceStore.OpenAsync(configure, options, token).ConfigureAwait(false));
    }

    /// <summary>
    /// Keeps everything in the app's own database, which the app registers with <c>AddDbContext</c> or <c>AddDbContextFactory</c>, on
    /// SQLite, and whose <c>OnModelCreating</c> calls <c>UseAthensSyncDevice(model)</c>. What the app saves through it is queued in
    /// the same transaction, and what is pulled is in the app's tables. Such a database is one user's: where
    /// <see cref="SyncClientOptions.User"/> is set, <c>SaveChanges</c> refuses what another would queue.
    /// </summary>
    /// <typeparam name="TContext">The app's context.</typeparam>
    public static SyncClientBuilder UseOwnContext<TContext>(this SyncClientBuilder builder)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton(provider => new CaptureInterceptor(
            builder.Model,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<SyncIds>(),
            commit => Tell(provider, commit),
            () => builder.Options.User));
        builder.Services.ConfigureDbContext<TContext>((provider, options) => options.Use(provider.GetRequiredService<CaptureInterceptor>()));
        return builder.UseStore((provider, _) => Task.FromResult<IDeviceStore>(new OwnContextDeviceStore<TContext>(
            provider.GetRequiredService<IServiceScopeFactory>(),
            builder.Model,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<SyncIds>(),
            provider.GetService<ILogger<OwnContextDeviceStore<TContext>>>() ?? NullLogger<OwnContextDeviceStore<TContext>>.Instance)));
    }

    /// <summary>The engine is asked for when there is something to tell it, since its own store needs the context. Without a transport there is none.</summary>
    private static void Tell(IServiceProvider provider, DeviceCommit commit)
    {
        if (provider.GetService<ISyncTransport>() is not null)
            provider.GetService<SyncClient>()?.NotifyExternalChange(commit);
    }
}
