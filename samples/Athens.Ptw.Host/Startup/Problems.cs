using Microsoft.AspNetCore.Diagnostics;

namespace Athens.Ptw.Host.Startup;

/// <summary>Every error has a body of <c>application/problem+json</c>, whatever the caller said it accepts.</summary>
internal static class Problems
{
    private const string Trace = "trace_id";

    /// <summary>A refusal must not tell a foreign row from a missing one, so it is the same each time. A failure says where to look for it.</summary>
    public static void Configure(ProblemDetailsOptions options) => options.CustomizeProblemDetails = context =>
    {
        if (context.ProblemDetails.Status < StatusCodes.Status500InternalServerError)
            context.ProblemDetails.Extensions.Remove(Trace);
    };

    public static void Use(WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = WriteAsync, StatusCodeSelector = StatusOf });
        app.UseStatusCodePages(context => WriteAsync(context.HttpContext));
    }

    private static int StatusOf(Exception exception) =>
        exception is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError;

    private static Task WriteAsync(HttpContext http) =>
        TypedResults.Problem(statusCode: http.Response.StatusCode).ExecuteAsync(http);
}
