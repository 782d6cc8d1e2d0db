using Athens.Sync.EntityFrameworkCore.Tracking;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Athens.Sync.EntityFrameworkCore;

/// <summary>Makes what an app saves through its context known to replicas.</summary>
public static class AthensSyncDbContextOptionsExtensions
{
    /// <summary>
    /// Gives each tracked write of a synced entity its version, and its place in the feed when its transaction commits. A server
    /// that is registered by <c>UseEntityFrameworkCore</c> has this already; it is for contexts that are made by hand.
    /// </summary>
    /// <remarks>
    /// A save opens a transaction where there is none. One in an ambient <c>TransactionScope</c>, or in a transaction that EF did
    /// not begin, is refused; so is an interceptor of saves that is added later, for it could change entities unseen. Raw SQL,
    /// <c>ExecuteUpdate</c> and <c>ExecuteDelete</c> pass by the change tracker, and are in no feed unless
    /// <see cref="AthensSyncDbContextExtensions.MarkChangedAsync{T}"/> follows them.
    /// </remarks>
    /// <param name="options">The context's options.</param>
    /// <param name="model">The entity types; the same object for all contexts of a database.</param>
    /// <param name="time">The server's clock, for stamps; the system's when null.</param>
    public static DbContextOptionsBuilder UseAthensSync(this DbContextOptionsBuilder options, SyncModel model, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(model);
        return options.Use(new SyncInterceptor(model, time ?? TimeProvider.System));
    }

    internal static DbContextOptionsBuilder Use(this DbContextOptionsBuilder options, SyncInterceptor interceptor)
    {
        if (options.Options.FindExtension<SyncOptionsExtension>() is not null)
            return options;
        ((IDbContextOptionsBuilderInfrastructure)options).AddOrUpdateExtension(new SyncOptionsExtension(interceptor));
        return options.AddInterceptors(interceptor);
    }
}
