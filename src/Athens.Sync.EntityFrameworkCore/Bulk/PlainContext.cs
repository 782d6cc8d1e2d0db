using System.Reflection;
using Athens.Sync.EntityFrameworkCore.Tracking;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Athens.Sync.EntityFrameworkCore.Bulk;

/// <summary>
/// Says whether anybody but the engine would learn of a save: an interceptor, a service of EF's that the app replaced, or a subscriber of
/// an event. EF tells of subscribers to nobody, so they are looked for where it keeps them; where that is not found, there may be some.
/// </summary>
internal static class PlainContext
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic;

    private static readonly string[] OfContext = [nameof(DbContext.SavingChanges), nameof(DbContext.SavedChanges), nameof(DbContext.SaveChangesFailed)];
    private static readonly string[] OfStates = [nameof(ChangeTracker.Tracking), nameof(ChangeTracker.Tracked), nameof(ChangeTracker.StateChanging), nameof(ChangeTracker.StateChanged)];
    private static readonly string[] OfDetection = [nameof(ChangeTracker.DetectingAllChanges), nameof(ChangeTracker.DetectedAllChanges), nameof(ChangeTracker.DetectingEntityChanges), nameof(ChangeTracker.DetectedEntityChanges)];

    public static bool Is(DbContext context) =>
        context.GetService<IDbContextOptions>().FindExtension<CoreOptionsExtension>() is { ReplacedServices: null or { Count: 0 }, InternalServiceProvider: null }
        && context.GetService<IInterceptors>().Aggregate<ISaveChangesInterceptor>() == SyncOptionsExtension.InterceptorOf(context)
        && HasNone(context, typeof(DbContext), OfContext)
        && HasNone(Part(context.ChangeTracker, "StateManager"), null, OfStates)
        && HasNone(Part(context.ChangeTracker, "ChangeDetector"), null, OfDetection);

    private static object? Part(ChangeTracker tracker, string name) => typeof(ChangeTracker).GetProperty(name, Hidden)?.GetValue(tracker);

    private static bool HasNone(object? owner, Type? type, string[] events) =>
        owner is not null && events.All(name => (type ?? owner.GetType()).GetField(name, Hidden) is { } field && field.GetValue(owner) is null);
}
