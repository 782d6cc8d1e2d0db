using Athens.Sync.Device;
using Athens.Sync.EntityFrameworkCore.Device.Capture;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Athens.Sync.EntityFrameworkCore.Device;

/// <summary>Puts what an app saves through its own context into the outbox.</summary>
public static class AthensSyncDeviceDbContextOptionsExtensions
{
    /// <summary>
    /// Queues what <c>SaveChanges</c> writes of synced entities, in the same transaction: either both are durable when it returns,
    /// or neither is there. The values that EF has as the original ones are the base of the change. A context that is registered
    /// by <c>UseOwnContext</c> has this already; it is for contexts that are made by hand.
    /// </summary>
    /// <remarks>
    /// <para>An edit that the server would refuse makes <c>SaveChanges</c> throw <see cref="ChangeRefusedException"/>; nothing is written.</para>
    /// <para>An object that one context loaded and another saves by <c>Update</c> is an edit of what it held when it was loaded. One of
    /// the app's own making is compared with what the device holds now: every field that differs is an edit of the user's.</para>
    /// <para><c>ExecuteUpdate</c> and <c>ExecuteDelete</c> of synced entities are refused, for they pass by the change tracker. So does
    /// raw SQL, unseen: what it wrote is queued when the engine next writes that entity, and not before.</para>
    /// </remarks>
    /// <param name="options">The context's options.</param>
    /// <param name="model">The entity types; the same object for all contexts of a database.</param>
    /// <param name="time">The device's clock; the system's when null.</param>
    /// <param name="ids">Where ids come from; UUIDv7 when null.</param>
    /// <param name="committed">Is told what was queued, once it is durable: <see cref="SyncClient.NotifyExternalChange(DeviceCommit)"/>, so that watchers see it and a loop sends it.</param>
    /// <param name="user">Tells who is signed in, at each save. An outbox without an owner becomes his. One that is another's takes nothing:
    /// <c>SaveChanges</c> throws <see cref="StoreException"/>, <see cref="StoreFailure.OtherUser"/>, and nothing is written.</param>
    public static DbContextOptionsBuilder UseAthensSyncDevice(this DbContextOptionsBuilder options, SyncModel model, TimeProvider? time = null, SyncIds? ids = null, Action<DeviceCommit>? committed = null, Func<SyncUser?>? user = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(model);
        TimeProvider clock = time ?? TimeProvider.System;
        return options.Use(new CaptureInterceptor(model, clock, ids ?? SyncIds.System(clock), committed, user));
    }

    internal static DbContextOptionsBuilder Use(this DbContextOptionsBuilder options, CaptureInterceptor interceptor)
    {
        if (options.Options.FindExtension<CaptureExtension>() is not null)
            return options;
        ((IDbContextOptionsBuilderInfrastructure)options).AddOrUpdateExtension(new CaptureExtension(interceptor));
        return options.AddInterceptors(interceptor, LoadInterceptor.Instance, BulkWriteGuard.Instance);
    }
}
