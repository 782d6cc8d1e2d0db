using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Athens.Sync.EntityFrameworkCore.Device.Capture;

/// <summary>Notes what each object of a synced entity holds when it is loaded, tracked or not.</summary>
internal sealed class LoadInterceptor : IMaterializationInterceptor
{
    /// <summary>The only one: EF builds its services anew for each other that it meets.</summary>
    public static LoadInterceptor Instance { get; } = new();

    public object InitializedInstance(MaterializationInterceptionData materializationData, object entity)
    {
        if (materializationData.Context is { } context)
            CaptureExtension.InterceptorOf(context).Loaded(context, materializationData.EntityType, entity);
        return entity;
    }
}
