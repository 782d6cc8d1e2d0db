using System.Linq.Expressions;
using Athens.Sync.Modeling;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Athens.Sync.EntityFrameworkCore.Device.Capture;

/// <summary>Refuses bulk writes of synced entities: they pass by the change tracker, so they would never be sent.</summary>
internal sealed class BulkWriteGuard : IQueryExpressionInterceptor
{
    /// <summary>The only one: EF builds its services anew for each other that it meets.</summary>
    public static BulkWriteGuard Instance { get; } = new();

    public Expression QueryCompilationStarting(Expression queryExpression, QueryExpressionEventData eventData)
    {
        if (queryExpression is MethodCallExpression { Method: { IsGenericMethod: true, Name: nameof(EntityFrameworkQueryableExtensions.ExecuteUpdate) or nameof(EntityFrameworkQueryableExtensions.ExecuteDelete) } } call
            && eventData.Context is { } context && CaptureExtension.InterceptorOf(context).Model.Find(call.Method.GetGenericArguments()[0]) is EntityModel entity)
            throw new NotSupportedException($"{call.Method.Name} of {entity.ClrType.Name} would pass by the outbox and never be sent: load the entities and call SaveChanges.");
        return queryExpression;
    }
}
