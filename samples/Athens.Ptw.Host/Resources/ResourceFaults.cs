using Athens.Sync;
using Athens.Sync.Wire;

namespace Athens.Ptw.Host.Resources;

/// <summary>Answers for what ends a request before it comes to a verdict.</summary>
internal static class ResourceFaults
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    public static async ValueTask<object?> AnswerAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (WireException e)
        {
            return TypedResults.Problem(e.Message, statusCode: StatusCodes.Status400BadRequest);
        }
        catch (SyncException e) when (e.IsTransient)
        {
            context.HttpContext.Response.Headers.RetryAfter = $"{RetryAfter.TotalSeconds:0}";
            return TypedResults.Problem(statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
